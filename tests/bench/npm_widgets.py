"""Well-known chat widgets from npm, served as ours is: from here, as they ship, gzipped.

They are fetched by `npm pack` into var/npm, once; nothing of them is part of the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.browser.serving import free_listener, serving

CACHE = Path(__file__).parents[2] / "var" / "npm"
TIMEOUT_S = 120
PAGE = "<!doctype html><html lang=de><title>Chat</title>"


@dataclass(frozen=True)
class NpmWidget:
    """`body` is how its README embeds it; `opener` what opens it, `field` where one writes."""

    name: str
    version: str
    body: str
    field: tuple[str, ...]
    opener: str | None = None

    @property
    def directory(self) -> Path:
        return CACHE / f"{self.name.replace('/', '-').removeprefix('@')}-{self.version}"

    def fetch(self) -> None:
        """Raise OSError or CalledProcessError where npm or its registry is not to be had."""
        if self.directory.exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is not installed")
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", f"{self.name}@{self.version}", "--silent"]
        subprocess.run(command, cwd=CACHE, check=True, capture_output=True, timeout=TIMEOUT_S)
        archive = self.directory.with_suffix(self.directory.suffix + ".tgz")
        with tarfile.open(archive) as packed:
            packed.extractall(self.directory, filter="data")
        archive.unlink()

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of a page that embeds it and holds nothing else."""

        def page(_request: Request) -> Response:
            return HTMLResponse(PAGE + self.body)

        files = StaticFiles(directory=self.directory / "package")
        app = Starlette(
            routes=[Route("/", page), Mount("/package", files)],
            middleware=[Middleware(GZipMiddleware, minimum_size=0, compresslevel=9)],
        )
        listener = free_listener()
        with serving(app, listener):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"


WIDGETS = (
    NpmWidget(
        name="deep-chat",
        version="2.4.2",
        body='<script type="module" src="/package/dist/deepChat.bundle.js"></script>'
        '<deep-chat demo="true"></deep-chat>',
        field=("deep-chat", "#text-input"),
    ),
    NpmWidget(
        name="@n8n/chat",
        version="1.37.0",
        body='<link href="/package/dist/style.css" rel="stylesheet"><script type="module">'
        'import { createChat } from "/package/dist/chat.bundle.es.js";'
        'createChat({ webhookUrl: "/nobody", loadPreviousSession: false });</script>',
        field=("textarea",),
        opener=".chat-window-toggle",
    ),
)
