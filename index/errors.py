"""What can go wrong in the index: one class a cause, each message saying what to do."""


class IndexFailure(Exception):
    """Base of all errors the index raises on purpose."""


class ModelError(IndexFailure):
    """The embedding model cannot be built or read."""


class StoreError(IndexFailure):
    """The offer database cannot be opened, read or written."""


class VectorsError(IndexFailure):
    """The vectors of the offers cannot be written or do not belong to the store."""


class UnknownTopic(IndexFailure):
    """A request names a topic the city does not have."""

    def __init__(self, topic_id: str) -> None:
        super().__init__(f"There is no topic “{topic_id}”; topics.csv lists those that exist.")
        self.topic_id = topic_id


class UnknownDistrict(IndexFailure):
    """A request names a district the city does not have."""

    def __init__(self, district_id: str) -> None:
        super().__init__(
            f"There is no district “{district_id}”; districts.csv lists those that exist."
        )
        self.district_id = district_id
