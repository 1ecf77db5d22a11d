"""Quotes of an export against the texts in it: what leaves a store may be changed before it comes back."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import QuoteNotFound
from graph.loading.merge import unpack
from graph.walk import Rows


def check_quotes(opened: Callable[[], Rows]) -> int:
    """Hold each statement's words against the text of its document, where the export has that text.

    Args:
        opened: begins a walk through the export.

    Returns:
        How many were held against a text.

    Raises:
        QuoteNotFound: naming the first whose words do not stand at their place.
    """
    texts = {
        str(row["key"]): claim["text"]
        for row in opened().nodes()
        if row.get("kind") == "Document"
        for claim in unpack(row).values()
        if claim.get("text")
    }
    checked = 0
    for row in opened().nodes() if texts else ():
        if row.get("kind") != "Statement":
            continue
        for claim in unpack(row).values():
            text, quote = texts.get(f"Document:{claim.get('document')}"), claim.get("quote")
            if not isinstance(text, str) or not quote:
                continue
            begin, end = claim.get("start_offset"), claim.get("end_offset")
            if not isinstance(begin, int) or not isinstance(end, int) or text[begin:end] != quote:
                raise QuoteNotFound(
                    f"引文和原文不符：“{str(quote)[:40]}”不在第 {begin}-{end} 字",
                    f"the quote {str(quote)[:40]!r} is not at {begin}-{end} of its document",
                    where=str(row["key"]),
                    do_zh="请用 liantu export 写出的文件，不要改动；本次没有写入任何内容",
                    do_en="Use a file that liantu export wrote; nothing was written",
                )
            checked += 1
    return checked
