"""Unified social credit codes (GB 32100—2015): 18 characters, the last one checks the others."""

from __future__ import annotations

import re
from operator import mul

from loaders.tables.model import BadCell, Cell, as_text

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, at, 31) for at in range(17))
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?0?1[4-9]")
_DAMAGED = re.compile(r"\d{15}000")
_OLD = re.compile(r"\d{13}(?:\d\d)?|\d{8}-?[0-9X]")
_FULLWIDTH = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


def check_digit(code: str) -> str:
    """Return the check character of the first 17 characters: MOD 31, weights 3^i mod 31."""
    total = sum(map(mul, map(_VALUES.__getitem__, code), _WEIGHTS))
    return _ALPHABET[(31 - total % 31) % 31]


def credit_code(cell: Cell) -> str:
    """Return the code of a cell.

    Raises:
        BadCell: destroyed by a spreadsheet, an older kind of number, of wrong shape, or its check
            character does not fit. A code is never guessed or completed.
    """
    if isinstance(cell, str) and _SHAPE.fullmatch(cell) and check_digit(cell) == cell[17]:
        return cell
    text = re.sub(r"[\s'’‘`]", "", as_text(cell)).translate(_FULLWIDTH).upper()
    if _SCIENTIFIC.fullmatch(text) or _DAMAGED.fullmatch(text) or (isinstance(cell, int | float) and len(text) > 15):
        raise BadCell(
            f"信用代码被表格软件改成了数（{text}），末几位已经丢失，补不回来",
            f"the spreadsheet turned the credit code into a number ({text}); its last digits are lost",
            "请到原系统重新导出，或照执照填写；先把这一列设成“文本”格式再粘贴",
            "Export it again, or type it from the licence, into a column formatted as text",
        )
    if _OLD.fullmatch(text):
        raise BadCell(
            f"这是旧的注册号或组织机构代码（{text}），不是 18 位统一社会信用代码",
            f"{text} is an old registration number, not an 18-character credit code",
            "请填 18 位统一社会信用代码，或清空这一格",
            "Give the 18-character code, or clear the cell",
        )
    if not _SHAPE.fullmatch(text):
        raise BadCell(
            f"信用代码应为 18 位数字和大写字母（不含 I O S V Z），这里是 {len(text)} 位：{text}",
            f"a credit code has 18 characters (no I O S V Z); this has {len(text)}: {text}",
            "请照执照改正，或清空这一格",
            "Correct it from the licence, or clear the cell",
        )
    if check_digit(text) != text[17]:
        raise BadCell(
            f"信用代码的校验位不对：{text}（按 GB 32100 末位应为 {check_digit(text)}，但错的也可能是前面某一位）",
            f"the check character of {text} is wrong (GB 32100); any of its characters may be the wrong one",
            "请照执照逐位核对，或清空这一格",
            "Compare it with the licence, or clear the cell",
        )
    return text
