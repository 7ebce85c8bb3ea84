"""Models as ONNX graphs, and weights that two graphs share."""

import hashlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.manifest import MODEL_FILE, WEIGHTS_FILE

if TYPE_CHECKING:
    import onnx
    import torch

OPSET = 17
LEAST_BYTES_SHARED = 1024


def graph_of(module: "torch.nn.Module", output: str) -> "onnx.ModelProto":
    """A graph from `input_ids` and `attention_mask` (texts, tokens) to `output` (texts, …)."""
    import onnx
    import torch

    ids = torch.ones((2, 9), dtype=torch.long)
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    exported = io.BytesIO()
    axes = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        # the exporter warns of every branch it cannot follow; what counts is compared afterwards
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (ids, mask),
            exported,
            input_names=["input_ids", "attention_mask"],
            output_names=[output],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, output: {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_model_from_string(exported.getvalue())


def share_weights(graph: "onnx.ModelProto", folder: Path) -> int:
    """Has the graph read what the embedding model in `folder` keeps; returns so many bytes.

    Both are read by mapping the file, so a machine holds shared weights in memory once.
    """
    from onnx.external_data_helper import set_external_data

    kept = dict(_kept(folder))
    shared = 0
    for tensor in graph.graph.initializer:
        size = len(tensor.raw_data)
        offset = kept.get(_key(tensor, tensor.raw_data)) if size >= LEAST_BYTES_SHARED else None
        if offset is not None:
            set_external_data(tensor, location=WEIGHTS_FILE, offset=offset, length=size)
            tensor.ClearField("raw_data")
            shared += size
    return shared


def _kept(folder: Path) -> Iterator[tuple[tuple[Any, ...], int]]:
    import onnx
    from onnx.external_data_helper import ExternalDataInfo, uses_external_data

    graph = onnx.load(str(folder / MODEL_FILE), load_external_data=False).graph
    weights = np.memmap(folder / WEIGHTS_FILE, np.uint8, mode="r")
    for tensor in graph.initializer:
        if uses_external_data(tensor):
            info = ExternalDataInfo(tensor)
            offset = info.offset or 0
            yield _key(tensor, weights[offset : offset + info.length].tobytes()), offset


def _key(tensor: "onnx.TensorProto", content: bytes) -> tuple[Any, ...]:
    return tensor.data_type, tuple(tensor.dims), hashlib.sha256(content).digest()
