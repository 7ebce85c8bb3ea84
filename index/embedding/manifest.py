"""What model.json says about a built model."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import ModelError

FORMAT_VERSION = 2
MANIFEST_FILE = "model.json"
MODEL_FILE = "model.onnx"
WEIGHTS_FILE = "model.onnx.data"
TOKENIZER_FILE = "tokenizer.json"


@dataclass(frozen=True)
class Manifest:
    """`fingerprint` changes with anything that changes the vectors; `dim` is their length.

    `adapter` is the fingerprint of the adapter merged into it, empty without one.
    """

    format_version: int
    source: str
    adapter: str
    fingerprint: str
    dim: int
    max_seq_length: int
    pad_id: int
    query_prompt: str
    passage_prompt: str

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises ModelError unless the folder holds a whole model of this format."""
    advice = "build the model anew with `lotse model build`"
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        manifest = Manifest(**content)
    except FileNotFoundError:
        raise ModelError(f"There is no embedding model in {folder}; {advice}.") from None
    except OSError as error:
        raise ModelError(f"The model in {folder} cannot be read ({error.strerror}).") from error
    except (ValueError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST_FILE} is damaged; {advice}.") from error
    if manifest.format_version != FORMAT_VERSION:
        raise ModelError(f"The model in {folder} has another format; {advice}.")
    for name in (MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE):
        if not (folder / name).is_file():
            raise ModelError(f"{folder / name} is missing; {advice}.")
    return manifest
