"""The verbs of `lotse`; each is short and leaves the work to the package it belongs to."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from api.artefacts import (
    BuildError,
    ensure_dialogue,
    ensure_embedding_model,
    validate_dialogue,
)
from api.cli.doctor import examine
from api.cli.search_query import WISHES, search_query
from api.cli.search_text import answer_as_text
from api.identification import LanguageIdentifier
from api.languages import FALLBACK_LANGUAGE, preferred
from api.leichte_sprache import faults_in_leichte_sprache
from api.offers.opening import open_index, open_store
from api.ports import listen
from api.search.answering import answer
from api.search.schemas import MOST_RESULTS
from api.search.understanding import QueryReader
from api.settings import PROJECT_ROOT, Settings, SettingsError, read_settings, variable
from api.start_error import StartError
from bot.texts import catalogue, languages
from index.city import load_city
from index.embedding.adapter import ADAPTER
from index.embedding.danger import ADAPTER as DANGER
from index.errors import IndexFailure
from index.evaluation.names import CollectionName
from index.offers.exporting import export_offers
from index.offers.importing import ImportRejected, import_offers
from index.printable import printable
from index.search.weights import write_weights

OTHERS = 0o077
"""Other users of the machine may read nothing that is written: conversations, internal notes."""
SHARED = PROJECT_ROOT.parent / "shared" / "data"

app = typer.Typer(
    help="Familienlotse: guides families to suitable offers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = typer.Typer(help="The embedding model.", no_args_is_help=True)
offers_app = typer.Typer(help="The offers of the city.", no_args_is_help=True)
app.add_typer(model_app, name="model")
app.add_typer(offers_app, name="offers")


def main() -> None:
    """Run the command line; an error that a person can mend is one clear sentence."""
    os.umask(OTHERS)
    try:
        app()
    except SettingsError as error:
        _stop("\n".join(error.faults))
    except (BuildError, IndexFailure, StartError) as error:
        _stop(str(error))


@app.command()
def serve() -> None:
    """Build what is stale, start both processes, print the address; Ctrl-C ends all."""
    from api.serve import run

    settings = read_settings()
    # Told now rather than after a minute of building.
    listen(settings.host, settings.port, variable("port")).close()
    build_stale(settings)
    run(settings)


@app.command()
def build() -> None:
    """Build what the server needs and is missing or stale, without starting it."""
    build_stale(read_settings())


@model_app.command("build")
def build_model() -> None:
    """Build the embedding model anew from LOTSE_MODEL."""
    ensure_embedding_model(read_settings(), say, anew=True)


@model_app.command("tune")
def tune_model(
    shared: Annotated[
        Path, typer.Option(help="The folder that holds retrieval/ and omos-qa/.")
    ] = SHARED,
    out: Annotated[Path, typer.Option(help="Where to write the adapter.")] = ADAPTER,
) -> None:
    """Adapt the bundled weights to how families write, from all texts at hand."""
    from index.tuning.adapting import tune_adapter

    tuned = tune_adapter(read_settings().city, shared, out, say)
    say(f"Tuned in {tuned.seconds:.0f} s on texts with the fingerprint {tuned.fingerprint}.")


@model_app.command("tune-danger")
def tune_danger_model(
    out: Annotated[Path, typer.Option(help="Where to write the adapter and its head.")] = DANGER,
) -> None:
    """Learn anew from nlu_data/danger to tell danger where no rule applies; takes 20 minutes."""
    from api.cli.danger_tuning import run_danger_tuning

    say(run_danger_tuning(out, say))


@app.command()
def train() -> None:
    """Train the dialogue anew."""
    settings = read_settings()
    ensure_embedding_model(settings, say)
    ensure_dialogue(settings, say, anew=True)


@app.command()
def validate() -> None:
    """Check the dialogue's data against each other, and the texts in Leichte Sprache."""
    settings = read_settings()
    if faults := faults_in_leichte_sprache(load_city(settings.city), settings.city):
        for fault in faults:
            typer.echo(fault, err=True)
        _stop(f"{len(faults)} texts are not in Leichte Sprache, listed above.")
    ensure_embedding_model(settings, say)
    validate_dialogue(settings, say)
    say("The dialogue's data is valid.")


@offers_app.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file with the columns of offers.csv: id, name and description_de, and any "
            "of the others; what is left out is unknown."
        ),
    ],
    dry_run: Annotated[bool, typer.Option(help="Check and count only; change nothing.")] = False,
) -> None:
    """Add and change offers; all of the file or, if it has one fault, none of it."""
    settings = read_settings()
    try:
        summary = import_offers(
            file, load_city(settings.city), open_store(settings), dry_run=dry_run
        )
    except ImportRejected as rejected:
        for fault in rejected.faults:
            typer.echo(str(fault), err=True)
        _stop(f"{file} was not imported: {len(rejected.faults)} faults, listed above.")
    would = "would be " if dry_run else ""
    say(
        f"{summary.added} offers {would}added, {summary.changed} {would}changed, "
        f"{summary.unchanged} unchanged."
    )


@offers_app.command("export")
def export_file(file: Annotated[Path, typer.Argument(help="Where to write the CSV file.")]) -> None:
    """Write all offers, drafts and ended ones too, as CSV."""
    offers = open_store(read_settings()).all()
    export_offers(offers, file)
    say(f"{len(offers)} offers written to {file}.")


@offers_app.command("reports")
def list_reports(
    done: Annotated[
        str | None, typer.Option(help="Close the report on the offer with this id.")
    ] = None,
) -> None:
    """List offers that families report as out of date, until they are changed or done."""
    from api.cli.reports import NoReportError, close_report, reports_as_text

    settings = read_settings()
    if done is None:
        typer.echo(printable(reports_as_text(settings)))
        return
    try:
        close_report(settings, done)
    except NoReportError as error:
        _stop(str(error))
    say(f"The report on {done} is closed.")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What a parent would write.")],
    *,
    age: Annotated[
        list[str] | None,
        typer.Option(help="A child's age: 3, 2.5, 8m (months) or unborn; may be repeated."),
    ] = None,
    need: Annotated[
        list[str] | None, typer.Option(help="A topic of topics.csv, by id or label.")
    ] = None,
    district: Annotated[str | None, typer.Option(help="Where the family lives.")] = None,
    wish: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(WISHES)}.")] = None,
    language: Annotated[str, typer.Option(help="Of the answer.")] = FALLBACK_LANGUAGE,
    limit: Annotated[
        int, typer.Option(min=1, max=MOST_RESULTS, help="At most so many results.")
    ] = 5,
    verbose: Annotated[bool, typer.Option(help="With description, id and score.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What POST /api/search would answer.")
    ] = False,
) -> None:
    """Search the offers; ages and district that are not given are read from the text."""
    settings = read_settings()
    city = load_city(settings.city)
    query = search_query(
        text,
        city,
        ages=age or (),
        needs=need or (),
        district=district,
        wishes=wish or (),
        limit=limit,
    )
    ensure_embedding_model(settings, say)
    _, index = open_index(settings, city, say)
    texts = catalogue(preferred(language, languages()))
    reader = QueryReader.open(settings.city, city, LanguageIdentifier.open(city))
    found = answer(query, reader.read(query.query), texts.language, index=index, city=city)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        width = shutil.get_terminal_size().columns
        told = answer_as_text(query, found, texts, city, width=width, verbose=verbose)
        typer.echo(printable(told))


@app.command("fit")
def fit_weights(
    shared: Annotated[
        Path, typer.Option(help="The folder of the sets that lie beside the project.")
    ] = SHARED,
) -> None:
    """Choose the weights of the ranking on graded queries, and write them to weights.yml."""
    from api.cli.evaluation import run_fit

    write_weights(run_fit(read_settings(), shared, say))


@app.command("eval")
def measure(
    shared: Annotated[
        Path, typer.Option(help="The folder of the sets that lie beside the project.")
    ] = SHARED,
    out: Annotated[
        Path | None, typer.Option(help="Where the report goes instead of the data directory.")
    ] = None,
    only: Annotated[
        list[CollectionName] | None, typer.Option(help="A collection to measure; may be repeated.")
    ] = None,
    ablation: Annotated[
        bool, typer.Option(help="Also measure without each part of the ranking.")
    ] = True,
) -> None:
    """Measure how well the search finds what families mean."""
    from api.cli.evaluation import run_evaluation
    from index.evaluation.writing import summary, write_report

    settings = read_settings()
    report = run_evaluation(settings, shared, only or (), ablation=ablation, say=say)
    folder = out or settings.evaluation_dir
    write_report(report, folder)
    typer.echo(summary(report))
    say(f"The whole report is in {folder}.")


@app.command()
def doctor() -> None:
    """Say what is installed, healthy or missing."""
    findings = examine(read_settings())
    for finding in findings:
        typer.echo(
            f"{'ok     ' if finding.is_well else 'MISSING'}  {finding.part}: {finding.state}"
        )
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


@app.command()
def stats(
    weeks: Annotated[int, typer.Option(min=1, help="How many of the newest weeks.")] = 4,
) -> None:
    """Show what families looked for, by week: counts from five on, of whole weeks alone."""
    from api.cli.statistics import statistics_as_text

    typer.echo(statistics_as_text(read_settings(), weeks))


def build_stale(settings: Settings) -> None:
    ensure_embedding_model(settings, say)
    ensure_dialogue(settings, say)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise SystemExit(1)
