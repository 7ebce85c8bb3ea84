"""`lotse model tune-danger`: an adapter for the encoder's upper layers that tells danger.

The lower layers stay as they are, so what they make of each sentence is computed once.
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import yaml
from numpy.typing import NDArray

from index.embedding import adapter
from index.embedding.adapter import quiet_peft
from index.embedding.danger import ADAPTER, Head, mean_vectors, save
from index.tuning.lora import Progress

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Floats = NDArray[np.float32]
Place = Literal["danger", "everyday", "near", "elsewhere", "reader"]

AT_ONCE = 32
CHUNK = 1024
REPORT_EVERY = 50
CHILD_THRESHOLDS = tuple(step / 2 for step in range(-6, 7))
"""Log-odds among which the one is taken that tells most readers rightly, of the held-out messages
of which it is known who wrote them; of equal ones the one nearest to even odds."""
MODULES = (
    "query",
    "key",
    "value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


@dataclass(frozen=True)
class Recipe:
    """How it is tuned; `alarms` are allowed on this share of held-out everyday messages, and this
    share of held-out dangers may look `surely_quiet`."""

    frozen_layers: int = 3
    rank: int = 32
    alpha: int = 64
    dropout: float = 0.05
    learning_rate: float = 7e-4
    head_learning_rate: float = 1e-3
    warm_up_steps: int = 50
    clip: float = 1.0
    epochs: int = 3
    kind_weight: float = 0.3
    reader_weight: float = 0.2
    elsewhere_weight: float = 0.7
    held_out_in: int = 7
    alarms: float = 0.05
    surely_quiet: float = 0.003
    length: int = 96
    seed: int = 0


@dataclass(frozen=True)
class Sentence:
    """`kind` is empty where all is quiet; `by_a_child` is None where nobody said so."""

    text: str
    place: Place
    kind: str = ""
    by_a_child: bool | None = None


@dataclass(frozen=True)
class Tuned:
    """What held-out sentences of the visible bank show, with the threshold chosen on them."""

    threshold: float
    recall: float
    alarms_everyday: float
    alarms_near: float
    right_kind: float
    right_reader: float
    seconds: float


def read_bank(folder: Path, readers: Mapping[str, bool]) -> Iterator[Sentence]:
    """The visible phrase bank; `readers` are the kinds only children, or only adults, tell of."""
    for path in sorted(folder.glob("*.yml")):
        bank: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind, phrasings in bank["dangers"].items():
            for texts in phrasings.values():
                yield from (Sentence(text, "danger", kind, readers.get(kind)) for text in texts)
        for group, texts in bank["quiet"].items():
            place: Place = "everyday" if group == "everyday" else "near"
            yield from (Sentence(text, place) for text in texts)
        for by_a_child, name in ((True, "child_writes"), (False, "adult_writes")):
            yield from (Sentence(text, "reader", by_a_child=by_a_child) for text in bank[name])


def tune_danger(
    model: "SentenceTransformer",
    sentences: Sequence[Sentence],
    progress: Progress,
    folder: Path = ADAPTER,
    recipe: Recipe = Recipe(),
) -> Tuned:
    """Writes adapter and head to `folder`; `model` is the bundled one with the search's adapter.

    The same sentences and recipe give the same adapter on the same machine.
    """
    import torch

    started = time.monotonic()
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    held_out = {
        number
        for number, sentence in enumerate(sentences)
        if chance.randrange(recipe.held_out_in) == 0 and sentence.place != "elsewhere"
    }
    tuning = _Tuning(model, sentences, recipe, progress)
    tuning.learn([n for n in range(len(sentences)) if n not in held_out], chance)
    tested = sorted(held_out)
    head, tuned = tuning.choose(tested, tuning.scores(tested), time.monotonic() - started)
    save(tuning.adapted, tuning.head, head, folder)
    return tuned


class _Tuning:
    def __init__(
        self,
        model: "SentenceTransformer",
        sentences: Sequence[Sentence],
        recipe: Recipe,
        progress: Progress,
    ) -> None:
        import torch
        from peft import LoraConfig, get_peft_model

        transformer = model[0].model
        layers = transformer.encoder.layer
        config = LoraConfig(
            r=recipe.rank,
            lora_alpha=recipe.alpha,
            lora_dropout=recipe.dropout,
            target_modules=list(MODULES),
            layers_to_transform=list(range(recipe.frozen_layers, len(layers))),
            layers_pattern="layer",
        )
        with quiet_peft():
            self.adapted: Any = get_peft_model(transformer, config)
        self.kinds = tuple(sorted({sentence.kind for sentence in sentences} - {""}))
        self.head = torch.nn.Linear(transformer.config.hidden_size, len(self.kinds) + 2)
        self._upper = layers[recipe.frozen_layers :]
        self._sentences, self._recipe, self._progress = sentences, recipe, progress
        texts = [sentence.text for sentence in sentences]
        self._lower = list(_lower(model, texts, recipe, progress))

    def learn(self, numbers: Sequence[int], chance: random.Random) -> None:
        import torch

        recipe = self._recipe
        tuned = [weight for weight in self._upper.parameters() if weight.requires_grad]
        rates = (recipe.learning_rate, recipe.head_learning_rate)
        optimizer = torch.optim.AdamW(
            [{"params": tuned}, {"params": self.head.parameters()}], weight_decay=0.01
        )
        batches = [batch for _ in range(recipe.epochs) for batch in self._epoch(numbers, chance)]
        losses: list[float] = []
        self._upper.train()
        for step, batch in enumerate(batches):
            rising, falling = step / recipe.warm_up_steps, 1 - step / len(batches)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, rising, max(0.02, falling))
            loss = self._loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tuned, recipe.clip)
            optimizer.step()
            losses.append(float(loss.detach()))
            if step % REPORT_EVERY == 0:
                mean = np.mean(losses[-REPORT_EVERY:])
                self._progress(f"step {step} of {len(batches)}, loss {mean:.3f}")
        self._upper.eval()

    def scores(self, numbers: Sequence[int]) -> Floats:
        """Of shape (numbers, 1 + kinds + 1)."""
        import torch

        scores = np.empty((len(numbers), len(self.kinds) + 2), np.float32)
        with torch.no_grad():
            for start in range(0, len(numbers), AT_ONCE):
                part = numbers[start : start + AT_ONCE]
                scores[start : start + AT_ONCE] = self._score(part).numpy()
        return scores

    def choose(self, numbers: Sequence[int], scores: Floats, seconds: float) -> tuple[Head, Tuned]:
        tested = [self._sentences[number] for number in numbers]

        def of(places: Set[Place]) -> Floats:
            return scores[[sentence.place in places for sentence in tested]]

        everyday, in_danger = of({"everyday"})[:, 0], of({"danger"})[:, 0]
        threshold = float(np.quantile(everyday, 1 - self._recipe.alarms))
        quiet_below = float(np.quantile(in_danger, self._recipe.surely_quiet))
        dangers = [sentence for sentence in tested if sentence.place == "danger"]
        told = of({"danger"})[:, 1:-1].argmax(axis=1)
        known = [row for row, sentence in enumerate(tested) if sentence.by_a_child is not None]
        child_scores = scores[known, -1]
        by_a_child = np.array([bool(tested[row].by_a_child) for row in known])
        right_readers = {
            limit: float(np.mean((child_scores > limit) == by_a_child))
            for limit in CHILD_THRESHOLDS
        }
        child_threshold = max(right_readers, key=lambda limit: (right_readers[limit], -abs(limit)))
        head = Head(
            self.kinds,
            round(threshold, 3),
            round(min(quiet_below, threshold), 3),
            child_threshold,
            adapter.fingerprint(),
        )
        return head, Tuned(
            threshold=threshold,
            recall=float(np.mean(in_danger > threshold)),
            alarms_everyday=float(np.mean(everyday > threshold)),
            alarms_near=float(np.mean(of({"near"})[:, 0] > threshold)),
            right_kind=_share(
                self.kinds[kind] == sentence.kind
                for kind, sentence in zip(told, dangers, strict=True)
            ),
            right_reader=right_readers[child_threshold],
            seconds=seconds,
        )

    def _epoch(self, numbers: Sequence[int], chance: random.Random) -> list[list[int]]:
        """Batches of sentences of like length: less padding to compute."""
        order = list(numbers)
        chance.shuffle(order)
        batches = []
        for start in range(0, len(order), CHUNK):
            chunk = sorted(order[start : start + CHUNK], key=lambda n: len(self._lower[n]))
            batches += [chunk[at : at + AT_ONCE] for at in range(0, len(chunk), AT_ONCE)]
        chance.shuffle(batches)
        return batches

    def _score(self, numbers: Sequence[int]) -> "torch.Tensor":
        import torch

        states = torch.nn.utils.rnn.pad_sequence(
            [self._lower[number].float() for number in numbers], batch_first=True
        )
        mask = torch.zeros(states.shape[:2])
        for row, number in enumerate(numbers):
            mask[row, : len(self._lower[number])] = 1
        # backwards in half precision takes half the time
        with torch.autocast("cpu", torch.bfloat16):
            states = _through(self._upper, states, mask)
        scores: torch.Tensor = self.head(mean_vectors(states.float(), mask))
        return scores

    def _loss(self, numbers: Sequence[int]) -> "torch.Tensor":
        import torch
        from torch.nn import functional

        recipe, scores = self._recipe, self._score(numbers)
        batch = [self._sentences[number] for number in numbers]
        weights = {"reader": 0.0, "elsewhere": recipe.elsewhere_weight}
        loss = functional.binary_cross_entropy_with_logits(
            scores[:, 0],
            torch.tensor([float(sentence.kind != "") for sentence in batch]),
            torch.tensor([weights.get(sentence.place, 1.0) for sentence in batch]),
        )
        kinds = {row: s.kind for row, s in enumerate(batch) if s.kind}
        if kinds:
            wanted = torch.tensor([self.kinds.index(kind) for kind in kinds.values()])
            loss += recipe.kind_weight * functional.cross_entropy(scores[list(kinds), 1:-1], wanted)
        readers = {row: s.by_a_child for row, s in enumerate(batch) if s.by_a_child is not None}
        if readers:
            by_a_child = torch.tensor([float(child) for child in readers.values()])
            loss += recipe.reader_weight * functional.binary_cross_entropy_with_logits(
                scores[list(readers), -1], by_a_child
            )
        return loss


def _lower(
    model: "SentenceTransformer", texts: Sequence[str], recipe: Recipe, progress: Progress
) -> Iterator["torch.Tensor"]:
    """What the frozen layers make of each text: half precision, of shape (tokens, dim)."""
    import torch

    transformer, prompt = model[0].model, model.prompts.get("query") or ""
    layers = transformer.encoder.layer[: recipe.frozen_layers]
    states: dict[int, torch.Tensor] = {}
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    with torch.no_grad():
        for start in range(0, len(order), AT_ONCE):
            part = order[start : start + AT_ONCE]
            tokens = model.tokenizer(
                [prompt + texts[number] for number in part],
                return_tensors="pt",
                padding=True,
                truncation=True,
                max_length=recipe.length,
            )
            mask = tokens["attention_mask"]
            through = _through(layers, transformer.embeddings(tokens["input_ids"]), mask.float())
            for row, number in enumerate(part):
                states[number] = through[row, : int(mask[row].sum())].half().clone()
            if start % (AT_ONCE * 100) == 0:
                progress(f"reading sentence {start} of {len(texts)}")
    return (states[number] for number in range(len(texts)))


def _through(layers: Iterable[Any], states: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
    unseen = (1 - mask[:, None, None, :]) * -1e9
    for layer in layers:
        passed = layer(states, unseen)
        states = passed[0] if isinstance(passed, tuple) else passed
    return states


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return sum(answers) / max(1, len(answers))
