"""A running server takes up what others change in the offers, an import for example."""

import asyncio
import logging

from anyio.to_thread import run_sync

from api.services import Searches
from index.errors import IndexFailure

LOOK_SECONDS = 0.5
RETRY_SECONDS = 30.0

logger = logging.getLogger(__name__)


async def follow_changes(index: Searches) -> None:
    """Until it is cancelled."""
    while True:
        try:
            # encoding a large import takes minutes; whoever ends the server does not wait for it
            await run_sync(index.refresh, abandon_on_cancel=True)
        except IndexFailure as error:
            logger.error("Changed offers cannot be taken up: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            await asyncio.sleep(LOOK_SECONDS)
