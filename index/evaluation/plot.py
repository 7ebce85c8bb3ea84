from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.evaluation.intervals import Estimate
from index.evaluation.markdown import main_metric
from index.evaluation.report import CollectionReport, Slice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#b8b8b8", "#e69f00", "#56b4e9")
"""Grey, orange, sky blue: told apart with any colour vision, and in print (Okabe and Ito 2008)."""
BAR = 0.27
"""Height of a bar, of the distance between two languages."""
ROW_INCHES, MARGIN_INCHES, WIDTH_INCHES = 0.42, 0.9, 7.0


def draw(reports: Sequence[CollectionReport], path: Path) -> None:
    """An SVG: for each collection the main metric by language and system, with its interval."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    rows = [_rows(report) for report in reports]
    heights = [len(some) * ROW_INCHES + MARGIN_INCHES for some in rows]
    # the same report shall give the same file
    with rc_context({"svg.hashsalt": "lotse", "svg.fonttype": "none"}):
        figure = Figure(figsize=(WIDTH_INCHES, sum(heights)), layout="constrained")
        panels = figure.subplots(len(reports), squeeze=False, height_ratios=heights)[:, 0]
        for report, slices, axes in zip(reports, rows, panels, strict=True):
            _panel(axes, report, slices)
        panels[0].legend(loc="lower right", frameon=False, bbox_to_anchor=(1.0, 1.0), ncols=3)
        figure.savefig(path, metadata={"Date": None})


def _rows(report: CollectionReport) -> list[Slice]:
    return [report.whole, *(part for part in report.slices if part.by == "language")]


def _panel(axes: "Axes", report: CollectionReport, slices: Sequence[Slice]) -> None:
    metric = main_metric(report.name)
    for number, (system, colour) in enumerate(zip(report.whole.figures, COLOURS, strict=True)):
        estimates = [part.figures[system][metric] for part in slices]
        axes.barh(
            [row + (number - 1) * BAR for row in range(len(slices))],
            [estimate.mean for estimate in estimates],
            height=BAR,
            xerr=_error_bars(estimates),
            error_kw={"elinewidth": 0.8, "ecolor": "#333333"},
            color=colour,
            label=system,
        )
    axes.set_yticks(range(len(slices)), [part.value or "all" for part in slices])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_title(f"{report.name}: {metric}", loc="left", fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)


def _error_bars(estimates: Sequence[Estimate]) -> list[list[float]]:
    """How far the interval reaches below and above the mean."""
    return [[e.mean - e.low for e in estimates], [e.high - e.mean for e in estimates]]
