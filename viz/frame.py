"""What surrounds the map on the sheet: title, the sentence at the top, legend, first steps, quotes, source."""

from __future__ import annotations

from queries.gaps.model import ChainGaps, GapClass, GapRow, Quote
from viz.evidence_list import citation, number_sign, short_title
from viz.palette import BRAND, CANDIDATE, DONE, INK, INK2, LINE, LOOKS, MISSING, PLANNED, REST
from viz.shapes import Panel, Pen, Rect, Rule, Text
from viz.text import fit, width, wrap
from viz.words import Words

MARGIN = 24.0
META, SMALL = 11.0, 10.5
LEAD, LABEL = 16.0, 50.0
LEGEND_WIDTH, STEPS_WIDTH, BETWEEN = 560.0, 230.0, 34.0

STEPS = 5


class Frame:
    """Writes the parts of one sheet.

    Args:
        gaps: the chain's answer.
        words: the catalogue.
        pen: where to write.
        page: the sheet.
    """

    def __init__(self, gaps: ChainGaps, words: Words, pen: Pen, page: Rect) -> None:
        self.gaps, self.words, self.pen = gaps, words, pen
        self.left, self.right, self.foot = page.x + MARGIN, page.right - MARGIN, page.bottom - MARGIN + 4

    @property
    def title(self) -> str:
        """The heading of the sheet."""
        return self.words("title", name=self.gaps.chain.name)

    @property
    def size(self) -> str:
        """How large the template is."""
        inputs = self.gaps.chain.inputs
        return self.words(
            "size",
            segments=len(self.gaps.chain.segments),
            inputs=len(inputs),
            engineering=sum(edge.basis == "engineering" for edge in inputs),
        )

    def count(self, gap_class: GapClass) -> int:
        """Return how many segments have a class."""
        return sum(row.gap_class is gap_class for row in self.gaps.rows)

    def head(self, date: str) -> None:
        """Write title, subtitle and, on the right, the date and the chain leaders."""
        chain, words = self.gaps.chain, self.words
        date_text = " · ".join(part for part in (words("made"), words("date", date=date) if date else "") if part)
        right_x = self._right(date_text, 42, META, INK2)
        self._fit(self.title, self.left, 45, 25, right_x - 20, INK, strong=True)
        limit = self.right
        named = (("leaders", chain.leaders), ("members", chain.members))
        listed = [(label, [firm.name for firm in firms if firm.review == "accepted"]) for label, firms in named]
        parts = [f"{words(label)} {words.comma.join(names)}" for label, names in listed if names]
        if parts:
            text = fit(" · ".join(parts), META, 520)
            limit = self._right(text, 65, META, INK2) - 20
        documents = len(self.gaps.documents)
        facts = (
            words("template", version=chain.version, author=chain.author),
            self.size,
            words("sources", n=documents) if documents else words("no_sources"),
        )
        self._fit(" · ".join(facts), self.left, 65, 12, limit, INK2)

    def banner(self, y: float) -> Panel:
        """Write the sentence that answers the sheet's question and return its ground."""
        rect = Rect(self.left, y, self.right - self.left, 28)
        missing = [row for row in self.gaps.rows if row.gap_class is GapClass.MISSING]
        unknown = self.count(GapClass.INSUFFICIENT)
        words, known = self.words, len(self.gaps.rows) - unknown
        if not self.gaps.rows:
            look, lead, rest = GapClass.INSUFFICIENT, words("empty"), ""
        elif not known:
            look, lead, rest = GapClass.INSUFFICIENT, words("unknown_all", n=unknown), words("unknown_why")
        elif missing:
            look, lead, rest = GapClass.MISSING, words("gaps", n=len(missing)), self._list(missing)
        else:
            look, lead, rest = GapClass.PRESENT, words("no_gaps"), ""
        mark = self.pen.mark(rect.x + 10, rect.middle - 9, 18, look)
        base = rect.middle + 4.8
        x = self.pen.write(Text(mark.right + 9, base, lead, 13, INK, strong=True)) + 6
        limit = rect.right - 12
        if known and unknown:
            limit = self._right(words("unknown_some", n=unknown), base, 12, INK2, rect.right - 12) - 18
        self._fit(rest, x, base, 12.5, limit, INK)
        return Panel("", rect, LOOKS[look].fill if look is not GapClass.PRESENT else LOOKS[GapClass.INSUFFICIENT].fill)

    def foot_height(self, quotes: tuple[Quote, ...]) -> float:
        """Return how high the part below the map is."""
        return max(5, 1 + max(len(quotes), 1), 1 + len(self._steps()[1])) * LEAD + 27

    def footer(self, quotes: tuple[Quote, ...]) -> None:
        """Write the part below the map, from left to right: legend, first steps, quotes; then the source line."""
        top = self.foot - self.foot_height(quotes)
        self.pen.rules.append(Rule(self.left, top, self.right, top, LINE))
        first = top + LEAD
        self._legend(first)
        x = self.left + LEGEND_WIDTH + BETWEEN
        label, rows = self._steps()
        if rows:
            self._first_steps(x, first, label, rows)
            x += STEPS_WIDTH + BETWEEN
        self._quotes(x, first, quotes)
        self._source()

    def _source(self) -> None:
        titles = {source.key: source.title for source in self.gaps.chain.sources}
        words, documents = self.words, [titles.get(key) or key for key in self.gaps.documents]
        self.pen.rules.append(Rule(self.left, self.foot - 18, self.right, self.foot - 18, LINE))
        limit = self.right
        if self.gaps.data_version:
            limit = self._right(words("version", version=self.gaps.data_version[:24]), self.foot - 3, 10, INK2) - 20
        listed = words.comma.join(
            f"《{name}》" if words.lang == "zh" and short_title(name) == name else short_title(name)
            for name in documents
        )
        text = words("source", list=listed) if documents else words("source_none")
        self._fit(text, self.left, self.foot - 3, 10.5, limit, INK2)

    def _legend(self, y: float) -> None:
        rows = (self._class_row, self._line_row, self._underline_row, self._sign_row, self._parameter_row)
        for at, (name, row) in enumerate(zip(("class", "line", "words", "signs", "parameters"), rows, strict=True)):
            base = y + at * LEAD
            self.pen.write(Text(self.left, base, self.words(name), SMALL, INK, strong=True))
            row(self.left + (LABEL if self.words.lang == "zh" else LABEL + 16), base)

    def _class_row(self, x: float, base: float) -> None:
        for gap_class in GapClass:
            mark = self.pen.mark(x, base - 11.2, 14, gap_class)
            x = self.pen.write(Text(mark.right + 4, base, self.words.gap_class(gap_class), SMALL, INK)) + 4
            x = self.pen.write(Text(x, base, str(self.count(gap_class)), SMALL, INK, strong=True)) + 13

    def _line_row(self, x: float, base: float) -> None:
        samples = (
            ("stated", REST, 1.2, ""),
            ("engineering", REST, 1.4, "1.5 3"),
            ("missing_edge", MISSING, 1.3, "5 3"),
        )
        for name, stroke, thick, dash in samples:
            self.pen.rules.append(Rule(x, base - 4, x + 26, base - 4, stroke, thick, dash))
            x = self.pen.write(Text(x + 32, base, self.words(name), SMALL, INK)) + 16
        self._fit(self.words("direction"), x, base, SMALL, self.left + LEGEND_WIDTH, INK2)

    def _underline_row(self, x: float, base: float) -> None:
        for name, look in (("accepted", DONE), ("planned", PLANNED), ("candidate", CANDIDATE)):
            right = self.pen.write(Text(x, base, self.words(name), SMALL, look.ink))
            self.pen.rules.append(Rule(x, base + 3.4, right, base + 3.4, look.stroke, 1.4, look.dash))
            x = right + 20
        self._fit(self.words("sign_tier"), x, base, SMALL, self.left + LEGEND_WIDTH, INK2)

    def _sign_row(self, x: float, base: float) -> None:
        parts = [self.words("sign_breaks"), self.words("sign_shared")]
        if any(row.extension for row in self.gaps.rows):
            parts.append(self.words("sign_extension"))
        self._fit("　".join(parts), x, base, SMALL, self.left + LEGEND_WIDTH, INK2)

    def _parameter_row(self, x: float, base: float) -> None:
        p = self.gaps.parameters
        text = self.words(
            "parameter_list",
            weak_gap=p.weak_gap,
            weak_quotient=p.weak_quotient,
            minimum_suppliers=p.minimum_suppliers,
            single_share=p.single_share,
            strong_quotient=p.strong_quotient,
        )
        self._fit(text, x, base, SMALL, self.left + LEGEND_WIDTH, INK2)

    def _steps(self) -> tuple[str, list[tuple[GapRow, str]]]:
        """Return what to do first: fill the gaps that break most, or else verify what would change most."""
        missing = [row for row in self.gaps.rows if row.gap_class is GapClass.MISSING]
        if missing:
            lines = [
                (row, self.words("gap_line", direct=len(row.local_direct), indirect=len(row.local_indirect)))
                for row in missing[:STEPS]
            ]
            return self.words("first_gaps"), lines
        gain = [row for row in self.gaps.check_list() if row.verify_gain > 0]
        return self.words("first_checks"), [(row, self.words("gain_line", n=row.verify_gain)) for row in gain[:STEPS]]

    def _first_steps(self, x: float, y: float, label: str, rows: list[tuple[GapRow, str]]) -> None:
        self.pen.write(Text(x, y, label, SMALL, INK, strong=True))
        for at, (row, figure) in enumerate(rows):
            base = y + (at + 1) * LEAD
            mark = self.pen.mark(x, base - 11.2, 14, row.gap_class)
            limit = self._right(figure, base, SMALL, INK2, x + STEPS_WIDTH) - 8
            self._fit(row.segment.name, mark.right + 5, base, SMALL, limit, INK)

    def _quotes(self, x: float, y: float, quotes: tuple[Quote, ...]) -> None:
        self.pen.write(Text(x, y, self.words("quotes"), SMALL, INK, strong=True))
        if not quotes:
            lines = wrap(self.words("no_quotes"), SMALL, self.right - x, 1)
            self.pen.write(Text(x, y + LEAD, lines[0], SMALL, INK2))
        for at, quote in enumerate(quotes):
            base = y + (at + 1) * LEAD
            sign = self.pen.write(Text(x, base, number_sign(at + 1), SMALL, BRAND)) + 5
            where = citation(quote, self.words)
            most = (self.right - sign) * 0.62
            short = fit(where, 10, most)
            left = self._right(short, base, 10, INK2) if short else self.right
            self._fit(f"“{quote.text}”", sign, base, SMALL, left - 10, INK)

    def _list(self, rows: list[GapRow]) -> str:
        items = []
        for row in rows:
            broken = len(row.local_direct) + len(row.local_indirect)
            name = row.segment.name
            items.append(self.words("gap_item", name=name, n=broken) if broken else name)
        return self.words.comma.join(items)

    def _fit(
        self, text: str, x: float, base: float, size: float, limit: float, ink: str, *, strong: bool = False
    ) -> None:
        short = fit(text, size, limit - x)
        if short:
            self.pen.write(Text(x, base, short, size, ink, strong, text if short != text else ""))

    def _right(self, text: str, base: float, size: float, ink: str, right: float | None = None) -> float:
        """Write a line that ends at the right margin (or at ``right``) and return where it begins."""
        x = (self.right if right is None else right) - width(text, size)
        self.pen.write(Text(x, base, text, size, ink))
        return x
