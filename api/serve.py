"""`lotse serve`: both processes and everything between them, from the start to the end."""

import asyncio
import logging
import resource
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress

import uvicorn
from anyio.to_thread import run_sync
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp

import bot.actions
from api.app import create_app
from api.chat.conversations import Conversations
from api.chat.crisis import CrisisHelp
from api.chat.crisis_contacts import read_contacts
from api.chat.personal_data import open_personal_data
from api.chat.rasa_client import RasaClient
from api.chat.store import ConversationStore
from api.chat.ways_in import WaysIn
from api.danger import open_recogniser
from api.data_dir import prepare_data_dir
from api.feedback import Feedback
from api.health.probes import probes
from api.identification import LanguageIdentifier
from api.offers.opening import open_faq, open_index, open_store
from api.ports import free_port, listen, own_address
from api.rasa_process import ChildProcess, rasa_program
from api.search.understanding import QueryReader
from api.security.impatient import HEADERS_BYTES, ImpatientProtocol
from api.security.log_lines import LogLines
from api.services import NotReadyError, Services
from api.settings import Settings, variable
from api.start_error import StartError
from index.city import City, load_city
from index.errors import IndexFailure
from index.faq import Faq
from index.search import OfferIndex

SECRET_BYTES = 32
READY_SECONDS = 180.0
READY_PAUSE_SECONDS = 0.2
LAST_REQUESTS_SECONDS = 5


def run(settings: Settings) -> None:
    """Serves until Ctrl-C or SIGTERM, then returns; raises StartError."""
    _log_to_stderr(settings)
    _allow_many_connections()
    # Until the event loop takes over, SIGTERM ends the start as Ctrl-C does. A shell that starts
    # the server in the background would have SIGINT ignored.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    with _worded_for_operators(), suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    """Cancelled by a signal; every part is ended on the way out, in reverse order."""
    _cancel_on_sigterm()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    async with AsyncExitStack() as parts:
        listener = parts.enter_context(listen(settings.host, settings.port, variable("port")))
        rasa_port = _rasa_port(settings)
        prepare_data_dir(settings.data_dir)
        _say("Starting the dialogue.")
        child = await parts.enter_async_context(_rasa(settings, rasa_port, secret))
        _say("Loading the offers.")
        services = await parts.enter_async_context(_services(settings, rasa_port, secret))
        serving = await parts.enter_async_context(
            _http(create_app(settings, services), settings, listener)
        )
        _say("Waiting until everything is ready.")
        async with asyncio.timeout(READY_SECONDS):
            await _until_ready(services, child, serving)
        print(f"http://{own_address(settings.host)}:{settings.port}/", flush=True)
        await asyncio.wait([serving])


def _allow_many_connections() -> None:
    """As many open files as the machine permits: systems start with room for a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _cancel_on_sigterm() -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _rasa_port(settings: Settings) -> int:
    is_fixed = "rasa_port" in settings.model_fields_set
    return free_port(settings.rasa_port, is_fixed=is_fixed, variable=variable("rasa_port"))


@asynccontextmanager
async def _rasa(settings: Settings, port: int, secret: str) -> AsyncIterator[ChildProcess]:
    child = ChildProcess(rasa_program(settings, port, secret))
    await child.start()
    try:
        yield child
    finally:
        await child.stop()


@asynccontextmanager
async def _services(settings: Settings, rasa_port: int, secret: str) -> AsyncIterator[Services]:
    city = load_city(settings.city)
    encoder, index = await run_sync(open_index, settings, city, _say)
    faq = await run_sync(open_faq, settings, city, encoder)
    identifier = await run_sync(LanguageIdentifier.open, city)
    reader = await run_sync(QueryReader.open, settings.city, city, identifier)
    recogniser = await run_sync(open_recogniser, settings, encoder, _say)
    crisis = CrisisHelp(read_contacts(settings.city), recogniser)
    offers = open_store(settings)
    personal_data = await run_sync(
        open_personal_data, settings.city, city, await run_sync(offers.all)
    )
    store = ConversationStore(settings.database_url)
    await run_sync(store.migrate)
    rasa = RasaClient.connect(rasa_port, secret)
    try:
        yield Services(
            city=city,
            index=index,
            reader=reader,
            crisis=crisis,
            personal_data=personal_data,
            conversations=Conversations(
                store,
                rasa,
                city,
                crisis,
                identifier,
                ways_in=WaysIn(city, index.get),
                reader=reader,
                personal_data=personal_data,
                turn_seconds=settings.turn_timeout,
                idle_hours=settings.retention_hours,
                counts=settings.statistics,
            ),
            feedback=Feedback(store.feedback, offers.revision_of, counts=settings.statistics),
            executor=_actions(settings, city, index, faq),
            secret=secret,
            probes=probes(store, index, encoder.encode_queries, rasa),
        )
    finally:
        await rasa.close()
        store.close()


def _actions(settings: Settings, city: City, index: OfferIndex, faq: Faq) -> ActionExecutor:
    executor = ActionExecutor()
    services = bot.actions.Services(
        index=index,
        city=city,
        faq=faq,
        conversation_hours=settings.retention_hours,
        recognise_topics=index.recognise_topics,
    )
    bot.actions.register(executor, services)
    return executor


class _Server(uvicorn.Server):
    """Leaves signals to `run`, which ends the other parts too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _http(
    app: ASGIApp, settings: Settings, listener: socket.socket
) -> AsyncIterator[asyncio.Task[None]]:
    # The access log would hold the ids of conversations, and whoever has an id can read them.
    config = uvicorn.Config(
        app,
        access_log=False,
        lifespan="on",
        log_config=None,
        server_header=False,
        http=ImpatientProtocol,
        h11_max_incomplete_event_size=HEADERS_BYTES,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield serving
    finally:
        server.should_exit = True
        await serving


async def _until_ready(
    services: Services, child: ChildProcess, serving: asyncio.Task[None]
) -> None:
    while True:
        child.check()
        if serving.done():
            raise StartError("The server ended while it was starting; its log says why.")
        try:
            for probe in services.probes.values():
                await probe()
        except NotReadyError:
            await asyncio.sleep(READY_PAUSE_SECONDS)
        else:
            return


@contextmanager
def _worded_for_operators() -> Iterator[None]:
    try:
        yield
    except IndexFailure as error:
        raise StartError(str(error)) from error
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or type(error).__name__
        raise StartError(
            f"The database of conversations does not work: {reason}. "
            "Check LOTSE_DATABASE_URL and the room in LOTSE_DATA_DIR."
        ) from error
    except TimeoutError as error:
        raise StartError(
            f"Rasa was not ready within {READY_SECONDS:.0f} seconds; "
            "log/rasa.log in LOTSE_DATA_DIR says why."
        ) from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise StartError(f"The server cannot go on: {place}{error.strerror}.") from error


def _log_to_stderr(settings: Settings) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper())
    # These name the addresses of conversations, or tell what only their own authors need.
    for library in ("httpx", "httpcore", "alembic", "uvicorn", "rasa_sdk"):
        logging.getLogger(library).setLevel(logging.WARNING)


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)
