"""A report as a page to read."""

from collections.abc import Iterable, Iterator, Sequence

from index.evaluation.intervals import Estimate
from index.evaluation.metrics import METRICS
from index.evaluation.names import CollectionName
from index.evaluation.report import ALL, CollectionReport, Report, Silence

MAIN_METRIC = {CollectionName.OMOS_QA: "MRR@10"}
"""Where only one document is right, its rank tells more than the gain of a list."""
DEFAULT_METRIC = "nDCG@10"


def main_metric(collection: CollectionName) -> str:
    return MAIN_METRIC.get(collection, DEFAULT_METRIC)


def page(report: Report, plot: str | None) -> str:
    """`plot` is the path of the image, seen from the page."""
    blocks = [
        "# Search quality: figures",
        "Written by `lotse eval`; docs/search-quality.md says what the figures mean. In brackets "
        "is the 95 % interval.",
        *([f"![Main metric by collection, language and system]({plot})"] if plot else []),
        *_aims(report),
        *(block for collection in report.collections for block in _collection(collection)),
        *_silences(report.silences),
        *_ablations(report),
        *_skipped(report),
        "Encoders: "
        + ", ".join(f"{name} `{print_[:12]}`" for name, print_ in report.encoders.items())
        + ".",
    ]
    return "\n\n".join(blocks) + "\n"


def _aims(report: Report) -> Iterator[str]:
    if report.aims:
        yield "## Aims"
        yield _table(
            ("aim of the product", "aim", "measured", "reached"),
            (
                (aim.what, f"{aim.aim:.2f}", f"{aim.figure:.3f}", "yes" if aim.reached else "no")
                for aim in report.aims
            ),
        )


def _collection(report: CollectionReport) -> Iterator[str]:
    whole = report.whole
    yield f"## {report.name}"
    yield (
        f"{report.about} {report.offers} offers ({report.documents} with those alike as one), "
        f"{whole.queries} queries for {whole.needs} needs."
    )
    yield _table(
        ("system", *METRICS),
        (
            (system, *(_interval(figures[metric]) for metric in METRICS))
            for system, figures in whole.figures.items()
        ),
    )
    metric = main_metric(report.name)
    yield _table(
        (f"{metric} of", "queries", *whole.figures),
        (
            (
                f"{part.by} {part.value}",
                str(part.queries),
                *(_interval(figures[metric]) for figures in part.figures.values()),
            )
            for part in report.slices
            if part.by != ALL
        ),
    )
    if report.losses:
        yield _table(
            ("lost against German", "needs", *report.losses[0].figures),
            (
                (loss.language, str(loss.needs), *(_share(e) for e in loss.figures.values()))
                for loss in report.losses
            ),
        )


def _silences(silences: Sequence[Silence]) -> Iterator[str]:
    if silences:
        yield "## Nothing shown"
        yield "The share of queries to which a system shows no offer at all."
        yield _table(
            ("queries of", "language", "queries", *silences[0].figures),
            (
                (
                    silence.queries_of,
                    silence.language or "all",
                    str(silence.queries),
                    *(_share(estimate) for estimate in silence.figures.values()),
                )
                for silence in silences
            ),
        )


def _ablations(report: Report) -> Iterator[str]:
    if report.ablations:
        yield "## Without one part of the ranking"
        yield "What the product's nDCG@10 changes when one part weighs nothing."
        yield _table(
            ("without", "weight", *report.ablations[0].figures),
            (
                (
                    ablation.part,
                    f"{ablation.weight:.2f}",
                    *(_change(estimate) for estimate in ablation.figures.values()),
                )
                for ablation in report.ablations
            ),
        )


def _skipped(report: Report) -> Iterator[str]:
    if report.skipped:
        yield "## Not measured"
        yield "\n".join(f"- {name}: {reason}" for name, reason in report.skipped.items())


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _interval(estimate: Estimate) -> str:
    return f"{estimate.mean:.3f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _share(estimate: Estimate) -> str:
    return f"{estimate.mean:.0%} ({estimate.low:.0%} to {estimate.high:.0%})"


def _change(estimate: Estimate) -> str:
    return f"{estimate.mean:+.3f} ({estimate.low:+.3f} to {estimate.high:+.3f})"
