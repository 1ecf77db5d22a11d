"""Writing a page of text into a file by its ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.session import write_out
from graph.errors import InputError

if TYPE_CHECKING:
    from viz.pages.blocks import Page

ENDINGS = (".html", ".md", ".txt")


def check_page(output: Path | None) -> None:
    """Refuse a file whose ending says no form of page.

    Raises:
        InputError: so it is.
    """
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise InputError(
            f"只能写 {'、'.join(ENDINGS)}",
            f"only {', '.join(ENDINGS)}",
            where=str(output),
            do_zh="请改文件名的结尾",
            do_en="Change the ending",
        )


def write_page(page: Page, output: Path) -> None:
    """Write a page in the form that the file's ending says."""
    write_out(_writer(output.suffix.lower())(page), output)


def _writer(ending: str) -> Callable[[Page], str]:
    if ending == ".html":
        from viz.pages.html import as_html

        return as_html
    if ending == ".md":
        from viz.pages.markdown import as_markdown

        return as_markdown
    from viz.pages.plain import as_text

    return lambda page: as_text(page) + "\n"
