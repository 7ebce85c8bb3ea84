import json
from dataclasses import asdict
from pathlib import Path

from index.evaluation.markdown import main_metric, page
from index.evaluation.plot import draw
from index.evaluation.report import Report

JSON_FILE, PAGE_FILE, PLOT_FILE = "report.json", "report.md", "plot.svg"


def write_report(report: Report, folder: Path) -> None:
    """As JSON, as a page, and as a plot where a collection was measured; needs matplotlib."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(asdict(report), indent=1, ensure_ascii=False)
    (folder / JSON_FILE).write_text(content + "\n", encoding="utf-8")
    if report.collections:
        draw(report.collections, folder / PLOT_FILE)
    plot = PLOT_FILE if report.collections else None
    (folder / PAGE_FILE).write_text(page(report, plot), encoding="utf-8")


def summary(report: Report) -> str:
    """The main metric of each collection, and every aim, in lines for a terminal."""
    lines = []
    for collection in report.collections:
        metric = main_metric(collection.name)
        figures = "   ".join(
            f"{system} {metrics[metric].mean:.3f}"
            for system, metrics in collection.whole.figures.items()
        )
        lines.append(f"{collection.name:<12} {metric:<8} {figures}")
    for silence in report.silences:
        if not silence.language:
            shares = "   ".join(f"{name} {e.mean:.0%}" for name, e in silence.figures.items())
            lines.append(f"{silence.queries_of:<12} silent   {shares}")
    for aim in report.aims:
        verdict = "reached" if aim.reached else "missed "
        lines.append(f"{verdict}  {aim.what} {aim.aim:.2f}: {aim.figure:.3f}")
    lines += [f"skipped  {name}: {reason}" for name, reason in report.skipped.items()]
    return "\n".join(lines)
