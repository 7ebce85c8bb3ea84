"""Opening what recognises danger: the rules and, behind them, the model."""

from collections.abc import Callable

from api.settings import Settings
from bot.safety import DangerRecogniser
from index.embedding import Encoder
from index.embedding.build import BUNDLED
from index.embedding.danger import DangerModel
from index.embedding.manifest import read_manifest


def open_recogniser(
    settings: Settings, encoder: Encoder, say: Callable[[str], None]
) -> DangerRecogniser:
    """Raises RulesError, and ModelError where the danger model is missing or broken.

    Only beside the bundled embedding model there is one.
    """
    if read_manifest(settings.model_dir).source != BUNDLED:
        say("Danger is recognised by rules alone: LOTSE_MODEL is not the bundled model.")
        return DangerRecogniser.load()
    return DangerRecogniser.load(DangerModel(settings.model_dir, encoder))
