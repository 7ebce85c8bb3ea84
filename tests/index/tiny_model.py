import os
import warnings
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of random weights, unlike the bundled one in all it can be.

    It pools the first token, has a dense layer behind, reads 24 tokens, and was saved after use.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling, Transformer
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)  # now and then random weights can hardly be tuned
    folder = tmp_path_factory.mktemp("tiny")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = BertConfig(
            vocab_size=_save_tokenizer(folder / "bert"),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=32,
            initializer_range=0.5,  # random weights this large tell texts apart
        )
        BertModel(config).save_pretrained(folder / "bert")
        model = SentenceTransformer(
            modules=[
                Transformer(str(folder / "bert"), max_seq_length=24),
                Pooling(16, pooling_mode="cls"),
                Dense(16, 12),
            ],
            prompts={"query": "q: ", "document": "d: "},
            device="cpu",
        )
        model.encode(["nach", "Gebrauch gesichert"])
        model.save(str(folder / "model"))
    return folder / "model"


def _save_tokenizer(folder: Path) -> int:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = ["<pad>", "<s>", "</s>", "<unk>"]
    letters = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZ:.,?çğışöабвгдеابتث"
    pieces = dict.fromkeys([*special, *letters])
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        unk_token="<unk>",
    )
    fast.save_pretrained(folder)
    return len(vocabulary)
