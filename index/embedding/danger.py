"""The encoder tuned once more, to tell danger from what only sounds so; see docs/adr/0022.

`lotse model tune-danger` makes the adapter and its head, `lotse model build` a graph of them, which
shares with the embedding model what was not tuned.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort

from index.embedding import adapter
from index.embedding.encoder import Encoder, Vectors, padded, session_options
from index.embedding.exporting import graph_of, share_weights
from index.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

ADAPTER = Path(__file__).parent / "danger_adapter"
GRAPH_FILE = "danger.onnx"
HEAD_FILE = "danger.json"
STAMP_FILE = "danger.stamp"
WINDOW = 64
"""Most tokens judged at once: in a long message one sentence must not drown."""
SHARPNESS = 8.0
"""Length of the mean vector that the head sees."""
MOST_DEVIATION = 0.02
"""Most that a score of the exported graph may differ from the original's, in log-odds."""

_WEIGHTS = "head.safetensors"


@dataclass(frozen=True)
class Head:
    """What the scores of the graph mean: danger, then `kinds`, then whether a child writes.

    `base` is the fingerprint of the encoder's adapter that the danger adapter was tuned upon,
    `threshold`, `quiet_below` and `child_threshold` are log-odds; danger above the first, surely
    none below the second.
    """

    kinds: tuple[str, ...]
    threshold: float
    quiet_below: float
    child_threshold: float
    base: str

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2)
        (folder / HEAD_FILE).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Judgement:
    """`kind` is the likeliest, should there be danger."""

    is_danger: bool
    is_surely_quiet: bool
    kind: str
    is_by_a_child: bool


class DangerModel:
    """Safe to share between threads; raises ModelError where it is missing or broken."""

    def __init__(self, model_dir: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._head = read_head(model_dir)
        self.kinds = self._head.kinds
        advice = "build it anew with `lotse model build`"
        if not (model_dir / GRAPH_FILE).is_file():
            raise ModelError(f"There is no danger model in {model_dir}; {advice}.")
        try:
            self._session = ort.InferenceSession(
                str(model_dir / GRAPH_FILE), session_options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # raises its own, undocumented types
            raise ModelError(f"The danger model in {model_dir} is damaged; {advice}.") from error

    def judge(self, text: str) -> Judgement:
        scores = self.scores(text)
        danger, *kinds, child = scores[int(np.argmax(scores[:, 0]))].tolist()
        return Judgement(
            is_danger=danger > self._head.threshold,
            is_surely_quiet=danger < self._head.quiet_below,
            kind=self.kinds[int(np.argmax(kinds))],
            is_by_a_child=child > self._head.child_threshold,
        )

    def scores(self, text: str) -> Vectors:
        """Log-odds of shape (windows, 1 + kinds + 1)."""
        ids, mask = padded(self.encoder.query_windows(text, WINDOW), self.encoder.pad_id)
        outputs: list[Any] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        scores: Vectors = outputs[0]
        return scores


def is_fresh(model_dir: Path) -> bool:
    """Whether a danger model is there, built from the adapter and head as they are now."""
    try:
        stamp = (model_dir / STAMP_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stamp == fingerprint() and (model_dir / GRAPH_FILE).is_file()


def fingerprint() -> str:
    """Changes with the adapter and its head; raises ModelError."""
    try:
        head = (ADAPTER / _WEIGHTS).read_bytes() + (ADAPTER / HEAD_FILE).read_bytes()
    except OSError as error:
        raise ModelError(
            f"{error.filename} cannot be read ({error.strerror}); fetch the project anew, or make "
            "the danger model with `lotse model tune-danger`."
        ) from error
    return adapter.fingerprint(ADAPTER, head)


def read_head(folder: Path) -> Head:
    """Raises ModelError."""
    try:
        content: dict[str, Any] = json.loads((folder / HEAD_FILE).read_text(encoding="utf-8"))
        return Head(**{**content, "kinds": tuple(content["kinds"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"{folder / HEAD_FILE} cannot be read ({error}); build it anew with "
            "`lotse model build`."
        ) from error


def save(adapted: Any, weights: "torch.nn.Linear", head: Head, folder: Path) -> None:
    """`adapted` is the transformer with its adapter, `weights` turn mean vectors to scores."""
    from safetensors.torch import save_file

    adapter.save(adapted, folder)
    tensors = {name: weight.detach().clone() for name, weight in weights.state_dict().items()}
    save_file(tensors, str(folder / _WEIGHTS))
    head.write(folder)


def build_danger_model(model: "SentenceTransformer", built: Path, probes: Sequence[str]) -> None:
    """Adds the graph to the embedding model in `built`, which `model` is.

    `model` is changed. Raises ModelError.
    """
    import onnx

    head = read_head(ADAPTER)
    if head.base != adapter.fingerprint():
        raise ModelError(
            "The danger model was tuned upon another adapter of the encoder; make it anew with "
            "`lotse model tune-danger`."
        )
    adapter.merge(model, ADAPTER)
    scoring = _scoring(model, _head_weights(model, head))
    graph = graph_of(scoring, "scores")
    share_weights(graph, built)
    onnx.save_model(graph, str(built / GRAPH_FILE))
    head.write(built)
    (built / STAMP_FILE).write_text(fingerprint(), encoding="utf-8")
    _verify(scoring, DangerModel(built, Encoder(built)), probes)


def mean_vectors(tokens: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
    """What the head sees: from (texts, tokens, dim) and (texts, tokens) to (texts, dim)."""
    import torch

    counted = mask.unsqueeze(-1).to(tokens.dtype)
    mean = (tokens * counted).sum(1) / counted.sum(1)
    return torch.nn.functional.normalize(mean, dim=1) * SHARPNESS


def _head_weights(model: "SentenceTransformer", head: Head) -> "torch.nn.Linear":
    import torch
    from safetensors.torch import load_file

    dim = model[0].model.config.hidden_size
    weights = torch.nn.Linear(dim, len(head.kinds) + 2)
    weights.load_state_dict(load_file(str(ADAPTER / _WEIGHTS)))
    return weights


def _scoring(model: "SentenceTransformer", head: "torch.nn.Linear") -> "torch.nn.Module":
    import torch

    class Scoring(torch.nn.Module):  # type: ignore[misc]  # mypy does not read torch
        def __init__(self) -> None:
            super().__init__()
            self.transformer = model[0].model
            self.head = head

        def forward(self, ids: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
            tokens = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
            return self.head(mean_vectors(tokens, mask))

    return Scoring().eval()


def _verify(scoring: "torch.nn.Module", built: DangerModel, probes: Sequence[str]) -> None:
    deviation = max(_deviations(scoring, built, probes))
    if not deviation <= MOST_DEVIATION:
        raise ModelError(
            f"The exported danger model differs from the original (by {deviation:.3f}); "
            "it cannot be used as it is."
        )


def _deviations(
    scoring: "torch.nn.Module", built: DangerModel, probes: Sequence[str]
) -> Iterator[float]:
    import torch

    for probe in probes:
        ids, mask = padded(built.encoder.query_windows(probe, WINDOW), built.encoder.pad_id)
        with torch.no_grad():
            expected = scoring(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        yield float(np.abs(expected - built.scores(probe)).max())
