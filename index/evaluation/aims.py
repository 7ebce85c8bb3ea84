"""What the search shall reach, and whether it does."""

from collections.abc import Iterator, Sequence

from index.evaluation.names import CollectionName
from index.evaluation.report import ALL, Aim, CollectionReport
from index.evaluation.systems import PRODUCT

LEAST = {
    (CollectionName.RETRIEVAL, ALL, "nDCG@10"): 0.80,
    (CollectionName.OMOS_QA, "de", "MRR@10"): 0.80,
    (CollectionName.OMOS_QA, "en", "MRR@10"): 0.70,
    (CollectionName.OMOS_QA, "ar", "MRR@10"): 0.60,
    (CollectionName.OMOS_QA, "uk", "MRR@10"): 0.60,
    (CollectionName.OMOS_QA, "fr", "MRR@10"): 0.65,
    (CollectionName.CITY, ALL, "nDCG@5"): 0.78,
    (CollectionName.CITY, ALL, "hit@3"): 0.95,
}
"""By collection, language (or all) and metric."""
MOST_LOST = 0.10
"""Against German, the same needs asked in another language."""


def aims_of(reports: Sequence[CollectionReport]) -> Iterator[Aim]:
    """Those for the collections that were measured."""
    for report in reports:
        for (name, language, metric), least in LEAST.items():
            found = report.language(language) if language else report.whole
            if name == report.name and found is not None:
                figure = found.figures[PRODUCT][metric].mean
                what = f"{name}, {language or 'all'}: {metric} at least"
                yield Aim(what, least, figure, figure >= least)
        for loss in report.losses:
            figure = loss.figures[PRODUCT].mean
            what = f"{report.name}, {loss.language}: loss against German at most"
            yield Aim(what, MOST_LOST, figure, figure <= MOST_LOST)
