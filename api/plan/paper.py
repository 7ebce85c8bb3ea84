"""The list as a PDF: large type, Latin, Cyrillic and joined Arabic letters."""

from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fpdf import FPDF, ViewerPreferences
from fpdf.recorder import FPDFRecorder

from api.pages import page_texts
from api.pages.links import straight
from api.plan.code import QUIET_MODULES, code_of, drawn
from api.plan.facts import Fact, Line, ToldOffer
from bot.languages import LANGUAGES, Language

FONT = "DejaVu"
MARGIN_MM = 15.0
GAP_MM = 3.5
LABEL_MM = 46.0
TITLE_PT, NAME_PT, TEXT_PT, SMALL_PT = 24.0, 16.0, 12.0, 11.0
LINE_SPACING = 1.3
MM_IN_A_POINT = 25.4 / 72

MODULE_MM = 0.6
"""The smallest square that the camera of an old phone reads from paper."""
LEAST_CODE_MM, MOST_CODE_MM = 38.0, 80.0

BOX_MM = 4.0
WRITING_LINES, WRITING_MM = 2, 8.5
DARK, GREY, RULE = 20, 90, 160


def fonts() -> Path:
    """The folder of DejaVu Sans, which comes with matplotlib; importing that would take long.

    Raises:
        FileNotFoundError: matplotlib is not installed.
    """
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("DejaVu Sans comes with matplotlib, which is not installed.")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


def printed(offers: Sequence[ToldOffer], link: str, notes: Sequence[str], language: str) -> bytes:
    """The PDF of a list: `notes` stand under its title, `link` in its QR code."""
    paper = _Paper(LANGUAGES[language])
    paper.head(link, notes)
    for offer in offers:
        paper.add(offer)
    return paper.bytes()


class _Paper:
    """Pages of A4, written from that side on which the language begins."""

    def __init__(self, language: Language) -> None:
        self._texts = page_texts(language.code)
        self._own = language.written
        self._rtl = language.direction == "rtl"
        pdf = self._pdf = FPDF(format="A4")
        pdf.set_margin(MARGIN_MM)
        pdf.c_margin = 0
        pdf.set_auto_page_break(auto=True, margin=MARGIN_MM)
        pdf.set_lang(language.written)
        pdf.set_title(self._texts.text("plan.title"))
        pdf.set_creator("Familienlotse")
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            pdf.add_font(FONT, style, fonts() / file)
        pdf.add_page()

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())

    def head(self, link: str, notes: Sequence[str]) -> None:
        pdf, code = self._pdf, code_of(link)
        modules = code.symbol_size(border=QUIET_MODULES)[0]
        size = min(max(modules * MODULE_MM, LEAST_CODE_MM), MOST_CODE_MM)
        top, width = pdf.y, pdf.epw - size - GAP_MM
        picture = BytesIO(drawn(code).encode())
        pdf.image(
            picture,
            x=self._aside(size),
            y=top,
            w=size,
            h=size,
            alt_text=self._texts.text("plan.code"),
        )
        pdf.set_y(top)
        title = self._texts.text("plan.title")
        self._write(pdf, self._line(title), width=width, size=TITLE_PT, bold=True)
        for note in notes:
            pdf.set_y(pdf.y + GAP_MM / 2)
            self._write(pdf, self._line(note), width=width, size=SMALL_PT, grey=GREY)
        pdf.set_y(max(pdf.y, top + size) + GAP_MM)

    def add(self, offer: ToldOffer) -> None:
        """On the next page where it does not fit into the rest of this one."""
        with self._pdf.offset_rendering() as trial:
            self._draw(trial, offer)
        if trial.page_break_triggered:
            self._pdf.add_page()
        self._draw(self._pdf, offer)

    def _draw(self, pdf: FPDF | FPDFRecorder, offer: ToldOffer) -> None:
        pdf.set_draw_color(RULE)
        pdf.line(pdf.l_margin, pdf.y, pdf.w - pdf.r_margin, pdf.y)
        pdf.set_y(pdf.y + GAP_MM)
        self._write(pdf, offer.name, size=NAME_PT, bold=True)
        if offer.organisation:
            self._write(pdf, Line(offer.organisation, offer.name.language), grey=GREY)
        if offer.warning:
            pdf.set_y(pdf.y + GAP_MM / 2)
            self._write(pdf, self._line(offer.warning), bold=True)
        pdf.set_y(pdf.y + GAP_MM / 2)
        self._write(pdf, offer.description)
        pdf.set_y(pdf.y + GAP_MM / 2)
        for fact in offer.facts:
            self._fact(pdf, fact)
        pdf.set_y(pdf.y + GAP_MM)
        self._boxes(pdf)
        self._space_to_write(pdf)

    def _fact(self, pdf: FPDF | FPDFRecorder, fact: Fact) -> None:
        label = self._line(fact.label)
        top = pdf.y
        self._write(pdf, label, width=LABEL_MM - GAP_MM, grey=GREY)
        bottom = pdf.y
        pdf.set_y(top)
        for line in fact.lines:
            self._write(pdf, line, indent=LABEL_MM, bold=_is_called(line))
        pdf.set_y(max(pdf.y, bottom))

    def _boxes(self, pdf: FPDF | FPDFRecorder) -> None:
        """To tick, side by side; the one for a date has room to write it."""
        share = pdf.epw / 3
        for number, key in enumerate(("called", "appointment", "visited")):
            top, indent = pdf.y, number * share
            start = pdf.l_margin + indent
            box = pdf.w - start - BOX_MM if self._rtl else start
            pdf.set_draw_color(GREY)
            pdf.rect(box, top + 0.8, BOX_MM, BOX_MM)
            said = self._line(self._texts.text(f"plan.{key}"))
            width = share - BOX_MM - GAP_MM
            self._write(pdf, said, indent=indent + BOX_MM + 2, width=width, size=SMALL_PT)
            pdf.set_y(top)
        pdf.set_y(pdf.y + 2 * BOX_MM)

    def _space_to_write(self, pdf: FPDF | FPDFRecorder) -> None:
        notes = self._line(self._texts.text("plan.notes"))
        self._write(pdf, notes, size=SMALL_PT, grey=GREY)
        pdf.set_draw_color(RULE)
        for number in range(WRITING_LINES):
            pdf.set_y(pdf.y + (WRITING_MM if number else WRITING_MM / 2))
            pdf.line(pdf.l_margin, pdf.y, pdf.w - pdf.r_margin, pdf.y)
        pdf.set_y(pdf.y + 2 * GAP_MM)

    def _write(
        self,
        pdf: FPDF | FPDFRecorder,
        line: Line,
        *,
        indent: float = 0,
        width: float | None = None,
        size: float = TEXT_PT,
        bold: bool = False,
        grey: int = DARK,
    ) -> None:
        """A paragraph at the side of the page's language, in the direction of its own."""
        width = pdf.epw - indent if width is None else width
        start = pdf.l_margin + indent
        pdf.set_x(pdf.w - start - width if self._rtl else start)
        pdf.set_font(FONT, "B" if bold else "", size)
        pdf.set_text_color(grey)
        is_own = line.language == self._own
        pdf.set_text_shaping(direction="rtl" if self._rtl and is_own else "ltr")
        pdf.multi_cell(
            width,
            size * MM_IN_A_POINT * LINE_SPACING,
            str(straight(line.text)),
            align="R" if self._rtl else "L",
            link=line.link,
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def _line(self, text: str) -> Line:
        return Line(text, self._own)

    def _aside(self, width: float) -> float:
        """Where something stands at the end of the lines."""
        pdf = self._pdf
        return pdf.l_margin if self._rtl else pdf.w - pdf.r_margin - width


def _is_called(line: Line) -> bool:
    """A telephone number is what one looks for on the paper."""
    return (line.link or "").startswith("tel:")
