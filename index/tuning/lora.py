"""A low-rank adapter (LoRA, Hu et al. 2021) for the encoder, tuned by contrast within batches."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.adapter import quiet_peft
from index.tuning.examples import Group, Passage

if TYPE_CHECKING:
    import torch
    from peft import PeftModel
    from sentence_transformers import SentenceTransformer

Progress = Callable[[str], None]

ADAPTED_LAYERS = ("query", "key", "value", "dense")
REPORT_EVERY = 10
AT_ONCE = 32


@dataclass(frozen=True)
class Recipe:
    """How it is tuned. `scale` is one over the temperature; lengths are in tokens."""

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 2e-4
    warm_up: float = 0.1
    clip: float = 1.0
    scale: float = 20.0
    epochs: int = 2
    pieces_per_batch: int = 24
    queries_per_piece: int = 8
    passages_per_piece: int = 2
    ways_per_epoch: int = 5
    query_length: int = 64
    passage_length: int = 224
    seed: int = 0


@dataclass(frozen=True)
class Piece:
    """What of a group meets in one batch."""

    group: Group
    queries: tuple[str, ...]
    passages: tuple[Passage, ...]


def tune(
    model: "SentenceTransformer", groups: Sequence[Group], recipe: Recipe, progress: Progress
) -> "PeftModel":
    """The model's transformer with an adapter that is tuned, the rest of it unchanged."""
    import torch

    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    adapted = _with_adapter(model, recipe)
    # without dropout nothing is random but the batches, and a step takes half the time
    model.eval()
    batches = [batch for _ in range(recipe.epochs) for batch in _epoch(groups, recipe, chance)]
    tuned = [weight for weight in adapted.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(tuned, lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, len(batches), recipe.warm_up)
    )
    losses: list[float] = []
    for step, batch in enumerate(batches, start=1):
        loss = _loss(model, batch, recipe)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tuned, recipe.clip)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        if step % REPORT_EVERY == 0 or step == len(batches):
            progress(f"step {step} of {len(batches)}, loss {np.mean(losses[-REPORT_EVERY:]):.3f}")
    return adapted


def _with_adapter(model: "SentenceTransformer", recipe: Recipe) -> "PeftModel":
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,
        lora_dropout=0.0,
        target_modules=list(ADAPTED_LAYERS),
    )
    with quiet_peft():
        return get_peft_model(model[0].model, config)


def _epoch(groups: Sequence[Group], recipe: Recipe, chance: random.Random) -> list[list[Piece]]:
    """Batches in which no group occurs twice as long as others are left."""
    waiting = [list(_pieces(group, recipe, chance)) for group in groups]
    chance.shuffle(waiting)
    waiting.sort(key=len, reverse=True)
    count = math.ceil(sum(map(len, waiting)) / recipe.pieces_per_batch)
    batches: list[list[Piece]] = [[] for _ in range(count)]
    for number, piece in enumerate(piece for pieces in waiting for piece in pieces):
        batches[number % count].append(piece)
    chance.shuffle(batches)
    return batches


def _pieces(group: Group, recipe: Recipe, chance: random.Random) -> Iterator[Piece]:
    queries = [
        query
        for ways in group.ways
        for query in chance.sample(ways, min(recipe.ways_per_epoch, len(ways)))
    ]
    chance.shuffle(queries)
    passages = list(group.passages)
    for start in range(0, len(queries), recipe.queries_per_piece):
        shown = chance.sample(passages, min(recipe.passages_per_piece, len(passages)))
        yield Piece(group, tuple(queries[start : start + recipe.queries_per_piece]), tuple(shown))


def _rate(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(warm_up * steps))
    return (step + 1) / rising if step < rising else (steps - step) / max(1, steps - rising)


def _loss(model: "SentenceTransformer", batch: Sequence[Piece], recipe: Recipe) -> "torch.Tensor":
    """Supervised contrastive loss (Khosla et al. 2020): each passage that meets the need of a
    query against all that do not; what may meet it as well counts neither way."""
    import torch

    passages = list({passage.id: passage for piece in batch for passage in piece.passages}.values())
    queries = [query for piece in batch for query in piece.queries]
    owners = [piece.group for piece in batch for _ in piece.queries]
    fits = torch.tensor([[p.id in _ids(group) for p in passages] for group in owners])
    related = torch.tensor([[p.id in group.related for p in passages] for group in owners])
    with torch.autocast("cpu", torch.bfloat16):
        of_queries = _encode(model, "query", queries, recipe.query_length)
        texts = [passage.text for passage in passages]
        of_passages = _encode(model, "document", texts, recipe.passage_length)
    cosines = of_queries.float() @ of_passages.float().T * recipe.scale
    against = torch.logsumexp(cosines.masked_fill(fits | related, -math.inf), dim=1, keepdim=True)
    loss = torch.logaddexp(cosines, against) - cosines
    return (loss * fits).sum(1).div(fits.sum(1)).mean()


def _ids(group: Group) -> frozenset[str]:
    return frozenset(passage.id for passage in group.passages)


def _encode(
    model: "SentenceTransformer", kind: str, texts: Sequence[str], length: int
) -> "torch.Tensor":
    import torch

    model.max_seq_length = length
    # texts of like length together: less padding to compute
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    prompted = [model.prompts[kind] + texts[number] for number in order]
    parts = [
        model(model.preprocess(prompted[start : start + AT_ONCE]))["sentence_embedding"]
        for start in range(0, len(prompted), AT_ONCE)
    ]
    return torch.nn.functional.normalize(torch.cat(parts)[np.argsort(order)], dim=1)
