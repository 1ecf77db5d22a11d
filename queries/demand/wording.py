"""The sentences of demand, in Chinese."""

from __future__ import annotations

from queries.demand.model import LABEL, Demand, Stated


def amount_words(row: Demand) -> str:
    """The amount with the product and the figure it follows from, or why there is none."""
    product = f"{row.product_name}（{row.figure.subject_name}）" if row.product_name else row.figure.subject_name
    return f"{product} {row.amount or '不测算：' + row.refused}"


def grain_words(row: Demand) -> str:
    """The product of the table and how the segment lies to it."""
    if not row.product:
        return row.grain.zh if row.grain else ""
    return f"{row.product} {row.product_name}" + (f"（{row.grain.zh}）" if row.grain else "")


def source_words(row: Demand) -> str:
    """Whose words the output is, and the table of the coefficients."""
    return f"产出：{figure_words(row.figure)}；系数：{row.table}"


def figure_words(figure: Stated) -> str:
    """The figure as written, with its quote and where it stands."""
    quote = f"“{figure.quote}”" if figure.quote else figure.section
    title = figure.document_title or figure.document
    return f"{figure.words}（{quote}，{title}，{figure.statement}）"


def notes(row: Demand) -> str:
    """What must stand beside the amount."""
    return "；".join(row.cautions)


def sentence(row: Demand) -> str:
    """One line for a segment: label, amount, product with its grain, reckoning."""
    if not row.amount:
        return f"{LABEL}：{amount_words(row)}"
    takers = f"；直接用它：{'、'.join(row.takers)}" if row.takers else ""
    return f"{LABEL}：{row.amount}，{grain_words(row)}{takers}。{row.arithmetic}"
