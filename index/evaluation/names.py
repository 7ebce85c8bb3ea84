from enum import StrEnum


class CollectionName(StrEnum):
    """A collection. The first two lie beside the project, the others belong to the city."""

    RETRIEVAL = "retrieval"
    OMOS_QA = "omos-qa"
    CITY = "city"
    NEEDS = "needs"
    UNANSWERABLE = "unanswerable"
