"""Bytes of a text file to characters, strictly: a wrong guess would change names and numbers unseen."""

from __future__ import annotations

import codecs
import re
from functools import cache

from graph.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 20_000
_PLAUSIBLE = 0.55
"""Least share of everyday characters; measured: letters ≥ 0.9, a wrong codec ≤ 0.5."""

_CLEARLY = 0.15
_UTF8_HAN = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1c-\x1f\x7f]")
_PRINTABLE = re.compile(rb"[\t\n\v\f\r -~]*")
_NEUTRAL = re.compile("[\x00-\x7f]+")


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the characters of a text file.

    Args:
        data: the whole file.
        name: what the file is called in messages.
        declared: the encoding the text itself names, as HTML does; used where
            the bytes do not prove another.

    Raises:
        UnreadableFile: the bytes are no text, or of no single encoding; with
            the offset of the first byte that does not fit.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], encoding, name, len(mark)), name)
    wide = _wide(data)
    if wide:
        return _checked(_strict(data, wide, name), name)
    if b"\x00" in data:
        raise _binary(name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        # Text of another encoding fails at its first Han character, or soon after.
        if len(_UTF8_HAN.findall(data[: error.start])) >= 3 or _cut_short(data, error):
            raise _undecodable(data, error.start, name) from error
    return _checked(_legacy(data, name, declared), name)


def _cut_short(data: bytes, error: UnicodeDecodeError) -> bool:
    """Tell whether only the last character of a UTF-8 text is cut off."""
    return error.reason == "unexpected end of data" and bool(_UTF8_HAN.search(data[: error.start]))


def _wide(data: bytes) -> str:
    """Name the UTF-16 order of a text without byte order mark, empty if it is none."""
    if len(data) % 2 or _PRINTABLE.fullmatch(data):
        return ""
    sample = data[: _SAMPLE * 2]
    zeros = sample.count(0)
    best, best_share = "", 0.9
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            share = _everyday(sample.decode(encoding), ascii_counts=zeros > 0)
        except UnicodeDecodeError:
            continue
        if share > best_share:
            best, best_share = encoding, share
    if best and not zeros:
        # Without a single ASCII character the byte pairs may as well be GBK: take what reads better.
        return best if best_share > max(_share(sample, "gb18030"), _share(sample, "utf-8")) else ""
    return best


def _legacy(data: bytes, name: str, declared: str) -> str:
    """Decode GB18030, or Big5 where that reads clearly better, or what the text declares."""
    offset = _stray_utf8(data)
    if offset is not None:
        raise _undecodable(data, offset, name)
    sample = data[:_SAMPLE]
    simplified, traditional = _share(sample, "gb18030"), _share(sample, "big5hkscs")
    if traditional >= _PLAUSIBLE and traditional > simplified + _CLEARLY:
        return _strict(data, "big5hkscs", name)
    if simplified >= _PLAUSIBLE:
        return _strict(data, "gb18030", name)
    if _known(declared):
        return _strict(data, declared, name)
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, name) from error
    raise _undecodable(data, next(at for at, byte in enumerate(data) if byte > 0x7F), name)


def _known(encoding: str) -> bool:
    """Tell whether this names an encoding of text (``rot13`` and ``hex`` are codecs too)."""
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError):
        return False
    return bool(encoding)


def _share(sample: bytes, encoding: str) -> float:
    """Return the share of everyday characters if the sample is of this encoding, -1 if it is not."""
    for cut in range(4):  # the sample may end inside a character
        try:
            return _everyday(sample[: len(sample) - cut].decode(encoding))
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4 - cut:
                return -1.0
    return -1.0


def _everyday(text: str, *, ascii_counts: bool = False) -> float:
    """Return the share of everyday characters among those that are not ASCII (or among all)."""
    if not ascii_counts:
        text = _NEUTRAL.sub("", text)
    elif "\x00" in text:
        return 0.0
    common = _common()
    return (
        sum(1 for char in text if char in common or " " <= char <= "~" or char in "\t\r\n") / len(text) if text else 0.0
    )


@cache
def _common() -> frozenset[str]:
    """Return the characters of the first levels of GB 2312 and Big5 and the marks used with them."""
    han = {bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)}
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    han |= {bytes((high, low)).decode("big5", "ignore") for high in range(0xA4, 0xC7) for low in lows}
    marks = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·～％＋－／＝〇　①②③④⑤⑥⑦⑧⑨⑩℃㎡×°±●■◆□\u00a0\u200b"
    digits = {chr(code) for code in range(0xFF10, 0xFF5B)}
    return frozenset((han | set(marks) | digits) - {""})


def _stray_utf8(data: bytes) -> int | None:
    """Return where a line of UTF-8 stands in a text that as a whole is none."""
    at = 0
    for line in data.split(b"\n"):
        if len(_UTF8_HAN.findall(line)) >= 3:
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                pass
            else:
                return at
        at += len(line) + 1
    return None


def _strict(data: bytes, encoding: str, name: str, skipped: int = 0) -> str:
    """Decode or name the first byte that does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start + skipped, name) from error


def _undecodable(data: bytes, offset: int, name: str) -> UnreadableFile:
    line = data.count(b"\n", 0, offset) + 1
    return UnreadableFile(
        f"文字编码读不通：第 {offset} 字节起不属于同一种编码（文件损坏，或几种编码混在一起）",
        f"The text cannot be decoded: from byte {offset} on it is not of one encoding (damaged or mixed)",
        where=f"{name} 第 {line} 行 byte {offset}",
        do_zh="请用记事本或 WPS 打开核对，另存为 UTF-8 编码的 .txt 后重试",
        do_en="Open and check it in an editor, save it as UTF-8 .txt and try again",
    )


def _checked(text: str, name: str) -> str:
    """Refuse what decodes but is no text: control characters, or losses of an earlier conversion."""
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > 2 + len(text) // 500:
        raise _binary(name)
    if text.count("\ufffd") > len(text) // 200:
        raise UnreadableFile(
            "文件里的汉字此前转码时已经丢失（满是 �）",
            "Characters were lost in an earlier conversion (many �)",
            where=f"{name} offset {text.index(chr(0xFFFD))}",
            do_zh="请取原始文件重新保存为 UTF-8",
            do_en="Take the original file and save it again as UTF-8",
        )
    return text


def _binary(name: str) -> UnreadableFile:
    return UnreadableFile(
        "文件不是文字：里面是二进制数据",
        "This is not text: it holds binary data",
        where=name,
        do_zh="请用原来的程序打开它，另存为 .docx 或 .txt",
        do_en="Open it in the program it came from and save it as .docx or .txt",
    )
