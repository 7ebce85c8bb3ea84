import asyncio
from weakref import WeakValueDictionary


class ConversationLocks:
    """One lock a conversation, so that its turns never overlap and keep their order.

    A lock lives as long as somebody holds or awaits it: the table does not grow with the
    conversations there have been.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._locks)

    def of(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())
