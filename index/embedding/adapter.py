"""The adapter that fits the bundled weights to how families write; `lotse model tune` makes it."""

import hashlib
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    from peft import PeftModel
    from sentence_transformers import SentenceTransformer

ADAPTER = Path(__file__).parent / "adapter"

_WEIGHTS = "adapter_model.safetensors"
_CONFIG = "adapter_config.json"


def fingerprint(folder: Path = ADAPTER, more: bytes = b"") -> str:
    """Changes with the adapter and with what else belongs to it."""
    try:
        content = (folder / _WEIGHTS).read_bytes() + (folder / _CONFIG).read_bytes()
    except OSError as error:
        raise ModelError(
            f"{error.filename} cannot be read ({error.strerror}); fetch the project anew, or make "
            "the adapter with `lotse model tune`."
        ) from error
    return hashlib.sha256(content + more).hexdigest()


@contextmanager
def quiet_peft() -> Iterator[None]:
    """peft asks transformers by an old name whether gradients are checkpointed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def merge(model: "SentenceTransformer", folder: Path = ADAPTER) -> None:
    """Adds the adapter to the weights of the model's transformer, for good."""
    from peft import PeftModel

    fingerprint(folder)  # says what to do where there is none
    with quiet_peft():
        adapted = PeftModel.from_pretrained(model[0].model, str(folder))
    model[0].model = adapted.merge_and_unload()


def save(adapted: "PeftModel", folder: Path) -> None:
    """Half precision is enough: what is merged differs by less than 0.0001 in any cosine."""
    from peft import get_peft_model_state_dict
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    state = get_peft_model_state_dict(adapted)
    tensors = {name: weight.half() for name, weight in state.items()}
    (folder / _WEIGHTS).write_bytes(save(tensors))
    config = adapted.active_peft_config.to_dict()
    # the path of the machine it was made on, and a type that JSON does not know
    config["base_model_name_or_path"] = None
    config["target_modules"] = sorted(config["target_modules"])
    text = json.dumps(config, indent=2, default=str, sort_keys=True)
    (folder / _CONFIG).write_text(text + "\n", encoding="utf-8")
