"""How large a table may be, and the refusals that several readers share."""

from __future__ import annotations

from graph.errors import UnreadableFile

MAX_ROWS = 500_000
MAX_COLUMNS = 1_000
MAX_CELLS = 8_000_000
"""Cells of the rectangle around a sheet's content; the reader holds them all, 32 bytes each."""


def check_row(number: int, width: int, name: str) -> None:
    """Refuse a row past the limits.

    Raises:
        UnreadableFile: too many rows or columns.
    """
    if number > MAX_ROWS or width > MAX_COLUMNS:
        raise too_wide(number, width, name)


def check_extent(rows: int, columns: int, where: str) -> None:
    """Refuse a sheet whose content spans more than the limits.

    Raises:
        UnreadableFile: too many rows, columns or cells.
    """
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise too_wide(rows, columns, where)


def too_wide(rows: int, columns: int, where: str) -> UnreadableFile:
    """Refusal of a sheet that is too long or too wide."""
    return UnreadableFile(
        f"表太大：内容伸到第 {rows} 行、第 {columns} 列"
        f"（上限 {MAX_ROWS} 行、{MAX_COLUMNS} 列、{MAX_CELLS // 1_000_000}00 万格）",
        f"the table is too large: its content reaches row {rows}, column {columns}",
        where=where,
        do_zh="多半是很远的格子里有零星内容：请把名录复制到新表再存；真有这么大就拆成几份",
        do_en="Often a stray cell far away: copy the list to a new sheet, or split it",
    )


def with_password(name: str) -> UnreadableFile:
    """Refusal of a file with a password."""
    return UnreadableFile(
        "文件加了密码，打不开",
        "the file has a password",
        where=name,
        do_zh="请在 Excel 或 WPS 里去掉密码，另存后重试",
        do_en="Remove the password, save it and try again",
    )


def damaged(name: str) -> UnreadableFile:
    """Refusal of a file that is cut off or damaged."""
    return UnreadableFile(
        "文件损坏或不完整，不是能打开的表格",
        "the file is damaged or incomplete",
        where=name,
        do_zh="请重新下载或向提供者再要一份，先在 Excel 或 WPS 里确认能打开",
        do_en="Download it again, and see that Excel opens it",
    )
