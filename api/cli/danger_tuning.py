"""Puts together what `lotse model tune-danger` learns from, and learns it."""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

from api.settings import PROJECT_ROOT
from bot.safety import DangerRecogniser
from bot.safety.kinds import TOLD_BY_A_CHILD, TOLD_BY_AN_ADULT
from index.situations import read_situations

BANK = PROJECT_ROOT / "nlu_data" / "danger"
CONVERSATIONS = PROJECT_ROOT / "nlu_data" / "nlu"
SENTENCES_OF_CONVERSATIONS = 10_000
SERIOUS_TOPICS = frozenset({"violence", "child-protection", "crisis", "addiction", "mental-health"})
"""Whoever needs these may be in danger or not: they teach neither."""

_READERS: Mapping[str, bool] = {
    **dict.fromkeys(TOLD_BY_A_CHILD, True),
    **dict.fromkeys(TOLD_BY_AN_ADULT, False),
}


def run_danger_tuning(out: Path, say: Callable[[str], None]) -> str:
    """What held-out sentences show, in words; raises ModelError and SituationsRejected."""
    from index.embedding.build import bundled_model
    from index.tuning.danger import Sentence, read_bank, tune_danger

    sentences = [
        *read_bank(BANK, _READERS),
        *(Sentence(text, "elsewhere") for text in quiet_elsewhere()),
    ]
    with tempfile.TemporaryDirectory() as workspace:
        tuned = tune_danger(bundled_model(Path(workspace), say), sentences, say, out)
    return (
        f"Tuned in {tuned.seconds:.0f} s on {len(sentences)} sentences. Of those held out, "
        f"{tuned.recall:.3f} of the dangers are recognised at {tuned.alarms_everyday:.3f} alarms "
        f"on ordinary days and {tuned.alarms_near:.3f} on what only sounds like danger; "
        f"{tuned.right_kind:.3f} of the kinds and {tuned.right_reader:.3f} of the readers are "
        "right."
    )


def quiet_elsewhere() -> Iterator[str]:
    """Needs and turns of conversations in which no rule hears danger."""
    recogniser = DangerRecogniser.load()
    needs = (
        " ".join(text.split())
        for situation in read_situations()
        if not SERIOUS_TOPICS.intersection(situation.topics)
        for text in situation.taught
    )
    turns = list(_turns())
    chosen = random.Random(0).sample(turns, min(SENTENCES_OF_CONVERSATIONS, len(turns)))
    for text in dict.fromkeys([*needs, *chosen]):
        if recogniser.danger(text, "de") is None:
            yield text


def _turns() -> Iterator[str]:
    for path in sorted(CONVERSATIONS.glob("*/*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                yield line.removeprefix("- ").strip()
