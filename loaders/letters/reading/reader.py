"""Documents from disk to source text: .txt, .md, .docx, .html and .pdf with a text layer.

What a file is is told by its content. A name that says something else, a
scan, a password, a damaged or an oversized file is refused with what to do.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from graph.errors import UnreadableFile
from loaders.letters.reading.canonical import SourceText
from loaders.letters.reading.encodings import decode
from loaders.letters.reading.sniff import Content, Form, sniff

MAX_BYTES = 50_000_000
MAX_CHARS = 20_000_000

_SUFFIXES: dict[str, Form | None] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    "": None,
}
_READABLE_ZH = ".docx、.pdf（有文字层）、.html、.txt 或 .md"
_READABLE_EN = ".docx, .pdf (with a text layer), .html, .txt or .md"


def read_document(path: Path) -> SourceText:
    """Read a document from disk.

    Raises:
        UnreadableFile: there is no such file, it may not be read, is no plain
            file, too large, empty, or not a document that can be read.
    """
    try:
        data = _bytes_of(path)
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from error
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> SourceText:
    """Read a document that is in memory, such as an upload; ``name`` gives its suffix and stands in messages.

    Raises:
        UnreadableFile: it is too large, empty, or not a document that can be read.
    """
    _refuse_large(len(data), name)
    if not data.strip(b"\x00 \t\r\n\f\v"):
        raise _empty(name)
    content = sniff(data, name)
    source = _read(_agreed(content, name), data, name)
    if len(source.text) > MAX_CHARS:
        raise UnreadableFile(
            f"文字太长：{len(source.text)} 字，上限 {MAX_CHARS} 字",
            f"The text is too long: {len(source.text)} characters, at most {MAX_CHARS}",
            where=name,
            do_zh="请拆成几份文件",
            do_en="Split it into several files",
        )
    if not any(char.isalnum() for char in source.text):
        raise _empty(name)
    return source


def _read(form: Form, data: bytes, name: str) -> SourceText:
    """Read by form. Each library is loaded when its form comes: plain text needs none of them."""
    if form == "docx":
        from loaders.letters.reading.reader_docx import read_docx

        return read_docx(data, name)
    if form == "pdf":
        from loaders.letters.reading.reader_pdf import read_pdf

        return read_pdf(data, name, MAX_CHARS)
    if form == "html":
        from loaders.letters.reading.reader_html import read_html

        return read_html(data, name)
    return _plain(decode(data, name))


def _bytes_of(path: Path) -> bytes:
    """Read a plain file of bounded size; never waits for a pipe or a device."""
    _refuse_special(path.stat().st_mode, path)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        opened = os.fstat(file.fileno())
        _refuse_special(opened.st_mode, path)  # it may have been exchanged between the two looks
        _refuse_large(opened.st_size, str(path))
        return file.read(MAX_BYTES + 1)


def _refuse_special(mode: int, path: Path) -> None:
    if stat.S_ISREG(mode):
        return
    zh, en = ("文件夹", "a folder") if stat.S_ISDIR(mode) else ("管道或设备", "a pipe or a device")
    raise UnreadableFile(
        f"这是{zh}，不是文件",
        f"This is {en}, not a file",
        where=str(path),
        do_zh="请给出一个文档文件的路径",
        do_en="Give the path of a document",
    )


def _refuse_large(size: int, name: str) -> None:
    if size <= MAX_BYTES:
        return
    raise UnreadableFile(
        f"文件太大：{size / 1_000_000:.1f} MB，上限 {MAX_BYTES // 1_000_000} MB",
        f"The file is too large: {size / 1_000_000:.1f} MB, at most {MAX_BYTES // 1_000_000} MB",
        where=name,
        do_zh="请删去图片或拆成几份；清单、名录类数据请用表格导入",
        do_en="Remove pictures or split it; load registers as a table instead",
    )


def _unopened(path: Path, error: Exception) -> UnreadableFile:
    """Say why a path could not be opened."""
    if isinstance(error, FileNotFoundError):
        zh, en, do_zh, do_en = "没有这个文件", "There is no such file", "请核对路径", "Check the path"
    elif isinstance(error, PermissionError):
        zh, en = "没有读取权限，或文件正被别的程序占用", "The file may not be read, or another program holds it"
        do_zh, do_en = "请关闭打开它的程序，或复制一份再试", "Close the program that has it open, or try a copy"
    else:
        reason = getattr(error, "strerror", None) or str(error)
        zh, en = f"文件打不开（{reason}）", f"The file cannot be opened ({reason})"
        do_zh, do_en = "请核对路径，或把文件复制到本机再试", "Check the path, or copy the file to this machine"
    return UnreadableFile(zh, en, where=str(path), do_zh=do_zh, do_en=do_en)


def _empty(name: str) -> UnreadableFile:
    return UnreadableFile(
        "文件是空的，没有文字",
        "The file is empty: it holds no text",
        where=name,
        do_zh="请确认文件已保存完整",
        do_en="Make sure the file was saved completely",
    )


def _agreed(content: Content, name: str) -> Form:
    """Return the form to read, where name and content agree."""
    suffix = Path(name.replace("\x00", "")).suffix.lower()
    claimed = _SUFFIXES.get(suffix)
    if content.form and (claimed == content.form or suffix == ""):
        return content.form
    if claimed == "html" and content.form == "text":
        return "html"  # a fragment without <html>; the reader refuses it if there is no tag at all
    if content.form and suffix in _SUFFIXES:
        right = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}[content.form]
        do_zh, do_en = f"请把扩展名改为 {right} 再导入", f"Rename it to {right} and load it again"
    else:
        do_zh = f"请用原来的程序打开，另存为 .docx 或 .txt；可读的格式：{_READABLE_ZH}"
        do_en = f"Open it in its own program and save it as .docx or .txt; readable are {_READABLE_EN}"
    said = f"名字是 {suffix}，" if suffix else ""
    named = f"It is called {suffix}, but its" if suffix else "Its"
    raise UnreadableFile(
        f"{said}内容是{content.zh}，不能这样读",
        f"{named} content is {content.en}, which cannot be read as that",
        where=name,
        do_zh=do_zh,
        do_en=do_en,
    )


def _plain(text: str) -> SourceText:
    """Text as it is; its places are the lines an editor counts."""
    places: list[tuple[int, str]] = []
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.isspace():
            places.append((offset, f"第 {number} 行"))
        offset += len(line)
    return SourceText(text, places=tuple(places))
