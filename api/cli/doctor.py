"""Looks at every part the server needs and says how it is."""

import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy.exc import SQLAlchemyError

from api.artefacts import RASA_PYTHON, dialogue_model, is_dialogue_fresh, is_model_fresh
from api.chat.crisis_contacts import FILE, OLD_AFTER_MONTHS, read_contacts
from api.settings import PROJECT_ROOT, Settings
from index.city import load_city
from index.embedding.manifest import read_manifest
from index.errors import IndexFailure
from index.offers.store import OfferStore

LEAST_FREE_BYTES = 10**9


@dataclass(frozen=True)
class Finding:
    """How one part is, in words that say what to do if it is not well."""

    part: str
    is_well: bool
    state: str


class NotWell(Exception):
    """A part is missing or ill."""


def examine(settings: Settings) -> list[Finding]:
    """Look at every part; none stops the others from being looked at."""
    parts: list[tuple[str, Callable[[Settings], str]]] = [
        ("api environment", _api_environment),
        ("rasa environment", _rasa_environment),
        ("embedding model", _embedding_model),
        ("dialogue", _dialogue),
        ("city", _city),
        ("crisis contacts", _crisis_contacts),
        ("offers", _offers),
        ("disk", _disk),
        ("Chromium", _chromium),
        ("server", _server),
    ]
    return [_finding(part, look, settings) for part, look in parts]


def _finding(part: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(part, True, look(settings))
    except (NotWell, IndexFailure, SQLAlchemyError, OSError) as problem:
        return Finding(part, False, str(problem))


def _api_environment(_settings: Settings) -> str:
    names = ("fastapi", "faiss-cpu", "onnxruntime", "sentence-transformers", "spacy", "rasa-sdk")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _rasa_environment(_settings: Settings) -> str:
    code = "from importlib.metadata import version; print(version('rasa'), version('spacy'))"
    if not RASA_PYTHON.exists():
        raise NotWell("not set up; run “make run”")
    done = subprocess.run([RASA_PYTHON, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotWell("broken; remove bot/.venv and run “make run”")
    rasa, spacy = done.stdout.split()
    return f"rasa {rasa}, spacy {spacy}"


def _embedding_model(settings: Settings) -> str:
    manifest = read_manifest(settings.model_dir)
    if not is_model_fresh(settings):
        raise NotWell(f"stale: built from {manifest.source} as it was; run “lotse build”")
    return f"{manifest.source}, {manifest.dim} dimensions, {manifest.fingerprint[:12]}"


def _dialogue(settings: Settings) -> str:
    model = dialogue_model(settings)
    if not model.is_file():
        raise NotWell("not trained; run “lotse train”")
    if not is_dialogue_fresh(settings):
        raise NotWell("stale: what it learnt from has changed; run “lotse train”")
    return f"trained, {model.stat().st_size // 1000} kB"


def _city(settings: Settings) -> str:
    city = load_city(settings.city)
    return f"{city.name}, {len(city.topics)} topics, {len(city.districts)} districts"


def _crisis_contacts(settings: Settings) -> str:
    """Old facts are told and no failure: whom to call is still said."""
    contacts = read_contacts(settings.city).all
    today = load_city(settings.city).today()
    old = [
        f"{contact.id} ({contact.verified or 'no date'})"
        for contact in contacts
        if contact.is_old(today)
    ]
    if not old:
        return f"{len(contacts)}, all confirmed within {OLD_AFTER_MONTHS} months"
    return (
        f"{len(contacts)}; WARNING: confirm these and date them in {FILE}, their facts are not "
        f"confirmed within {OLD_AFTER_MONTHS} months: {', '.join(old)}"
    )


def _offers(settings: Settings) -> str:
    store = OfferStore(settings.database_url)
    count = store.count()
    if count == 0:
        raise NotWell("none; “make run” imports the city's, or run “lotse offers import FILE”")
    return f"{count} in the database"


def _disk(_settings: Settings) -> str:
    free = shutil.disk_usage(PROJECT_ROOT).free
    if free < LEAST_FREE_BYTES:
        raise NotWell(f"only {free / 10**9:.1f} GB free; make room")
    return f"{free / 10**9:.0f} GB free"


def _chromium(_settings: Settings) -> str:
    return shutil.which("chromium") or "not installed; only tests need it: apt-get install chromium"


def _server(settings: Settings) -> str:
    with socket.socket() as probe:
        probe.settimeout(1)
        running = probe.connect_ex((settings.host, settings.port)) == 0
    return f"{'answers' if running else 'not running'} on port {settings.port}"
