"""Everything Liantu refuses, as one tree.

::

    LiantuError                 exit code 1
    ├── InputError              2   a file, template, letter or argument is not usable
    │   ├── UnreadableFile          empty, binary, not what its name says, too large
    │   ├── TemplateError           a chain template or table breaks its rules
    │   ├── QuoteNotFound           a statement's words are not at their place
    │   ├── FiguresRefused          figures that a formula cannot be computed from
    │   └── QueryRefused            a question that may not be asked
    ├── NotFound                3   no such chain, segment, node, question
    └── StoreError              4   the store cannot be used
        ├── StoreUnreadable         truncated, not a store, damaged
        ├── StoreTooNew             written by a later version
        ├── StoreReadOnly           the place cannot be written
        ├── StoreBusy               another process is writing
        ├── StoreFull               the disk is full
        ├── StoreTimeout            a question ran out of time or memory
        ├── StoreUnreachable        the server does not answer, or has no such database
        ├── StoreDenied             user, password or rights are not enough
        └── StoreTooOld             the server is older than Liantu can use

Every error says what is wrong, where, and what to do, in Chinese and English.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Lang = Literal["zh", "en"]


class LiantuError(Exception):
    """Base of all refusals.

    Args:
        zh: what is wrong, in Chinese.
        en: the same in English.
        where: file, line, sheet, row, offset; empty where there is none.
        do_zh: what the user can do about it, in Chinese.
        do_en: the same in English.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, zh: str, en: str, *, where: str = "", do_zh: str = "", do_en: str = "") -> None:
        super().__init__(zh)
        self.zh, self.en, self.where, self.do_zh, self.do_en = zh, en, where, do_zh, do_en

    @property
    def code(self) -> str:
        """Stable name of the refusal, for machines."""
        return type(self).__name__

    def message(self, lang: Lang = "zh") -> str:
        """Return one readable line: what, where, what to do."""
        if lang == "en":
            parts = [self.en, f"Where: {self.where}" if self.where else "", self.do_en]
            return " ".join(part if part.endswith(".") else part + "." for part in parts if part)
        parts = [self.zh, f"位置：{self.where}" if self.where else "", self.do_zh]
        return "".join(part if part.endswith("。") else part + "。" for part in parts if part)


class InputError(LiantuError):
    """A file, template, letter or argument is not usable."""

    exit_code = 2


class UnreadableFile(InputError):
    """A file is empty, binary, too large or not what its name says."""


class TemplateError(InputError):
    """A chain template or reference table breaks its rules."""


class QuoteNotFound(InputError):
    """A statement's words do not stand in the document where it says."""


class FiguresRefused(InputError):
    """Figures that a formula cannot be computed from: negative, missing, not balanced, of shapes that disagree."""


class QueryRefused(InputError):
    """A question that may not be asked: it writes, is too long, or nests too deep."""


class NotFound(LiantuError):
    """No such chain, segment, node or question."""

    exit_code = 3


class StoreError(LiantuError):
    """The store cannot be used."""

    exit_code = 4


class StoreUnreadable(StoreError):
    """The store file is truncated, damaged or not a store."""


class StoreTooNew(StoreError):
    """The store was written by a later version of Liantu."""


class StoreReadOnly(StoreError):
    """The place of the store cannot be written."""


class StoreBusy(StoreError):
    """Another process has the store open for writing."""


class StoreFull(StoreError):
    """There is no room left on the disk."""


class StoreTimeout(StoreError):
    """A question ran out of time or memory."""


class StoreUnreachable(StoreError):
    """The server does not answer, went away, or has no such database."""


class StoreDenied(StoreError):
    """The server refuses the user, the password, or what the user may do."""


class StoreTooOld(StoreError):
    """The server is older than Liantu can use."""
