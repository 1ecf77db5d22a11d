"""Documents are read by what they are; what cannot be read is refused with what to do."""

from __future__ import annotations

import codecs
import os
import textwrap
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from graph.errors import UnreadableFile
from loaders.letters.reading import reader, sniff
from loaders.letters.reading.canonical import SourceText, canonicalise
from loaders.letters.reading.reader import read_bytes, read_document

LETTER = Path(__file__).parents[2] / "loaders/data/letters/letter-2025-112.txt"
PROSE = "康方生物开发50余个创新药，其中“依达方”为全球首个获批的双特异性抗体新药。"
TRADITIONAL = "香港理工大學中山技術創新研究院揭牌，推動生物醫藥與健康產業科研成果在中山轉化。"
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def refusal(data: bytes, name: str) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, name)
    error = caught.value
    assert name in error.where
    assert all((error.zh, error.en, error.do_zh, error.do_en))
    assert error.en.isascii() or "�" in error.en
    return error


def lines(data: bytes, name: str) -> list[str]:
    return read_bytes(data, name).text.split("\n")


# --- text and its encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
@pytest.mark.parametrize("text", [PROSE, "中山市", PROSE + "\r\n(A类) GDP 5450.44\r\n", "plain ASCII, 2025"])
def test_text_in_any_usual_encoding(encoding: str, text: str) -> None:
    assert read_bytes(text.encode(encoding), "a.txt").text == text


def test_whole_letter_in_every_encoding() -> None:
    text = LETTER.read_text(encoding="utf-8").replace("生產", "生产")
    for encoding in ("gb18030", "utf-16-le", "utf-16-be", "utf-8-sig"):
        assert read_bytes(text.encode(encoding), "a.txt").text == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).filter(lambda text: text[0].isalnum()))
@settings(max_examples=300, deadline=None)
def test_ascii_is_never_taken_for_han(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt").text == text


def test_big5_is_taken_where_it_reads_clearly_better() -> None:
    assert read_bytes(TRADITIONAL.encode("big5"), "a.txt").text == TRADITIONAL
    assert read_bytes(TRADITIONAL.encode("gb18030"), "a.txt").text == TRADITIONAL


@given(
    st.text(st.sampled_from(PROSE + "中工信函〔2025〕112号 ABC\n"), min_size=12).filter(
        lambda text: len(set(text) & set(PROSE[:20])) > 3
    )
)
@settings(max_examples=200, deadline=None)
def test_saved_as_gbk_and_read_again(text: str) -> None:
    assert read_bytes(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ((PROSE + "\n").encode() * 3 + b"\xff\xfe" + PROSE.encode(), 3 * len((PROSE + "\n").encode())),
        (PROSE.encode() + PROSE.encode("gbk"), len(PROSE.encode())),
        ((PROSE + "\n").encode("gbk") + PROSE.encode(), len((PROSE + "\n").encode("gbk"))),
        (PROSE.encode()[:-1], len(PROSE.encode()) - 3),
        (PROSE.encode("gbk") + b"\xff\xff", len(PROSE.encode("gbk"))),
        (codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le") + b"\x00\xd8", 2 + 2 * len(PROSE)),
        ("café, naïve".encode("latin-1"), 3),
    ],
)
def test_mixed_or_damaged_text_names_the_byte(data: bytes, offset: int) -> None:
    error = refusal(data, "混.txt")
    assert f"第 {offset} 字节" in error.zh
    assert f"byte {offset}" in error.where


def test_text_that_lost_its_characters_is_refused() -> None:
    assert "转码" in refusal("中山市\ufffd\ufffd\ufffd局".encode(), "a.txt").zh


def test_lines_are_the_places_of_a_text() -> None:
    source = read_bytes("甲。\r\n\r\n  乙。\r\n".encode(), "a.md")
    canonical = canonicalise(source)
    assert not source.hard_breaks
    assert [canonical.place(at) for at in (0, 3)] == ["第 1 行", "第 3 行"]


# --- what is no document


def zipped(names: Sequence[str], content: bytes = b"<a/>") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def picture(form: str) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 40), "white").save(buffer, form)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + stream.encode("utf-16-le") + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (picture("PNG"), "函.txt", "PNG"),
        (picture("JPEG"), "函.docx", "JPEG"),
        (picture("BMP"), "函.txt", "BMP"),
        (ole("WordDocument"), "函.doc", "旧版 Word"),
        (ole("WordDocument"), "函.docx", "旧版 Word"),
        (ole("WordDocument"), "函.wps", "WPS"),
        (ole("EncryptedPackage"), "函.docx", "密码"),
        (ole("Workbook"), "表.xls", "Excel"),
        (zipped(["xl/workbook.xml", "[Content_Types].xml"]), "函.docx", "Excel"),
        (zipped(["OFD.xml"]), "函.ofd", "OFD"),
        (zipped(["a.txt"]), "函.docx", "ZIP"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100, "函.txt", "程序"),
        (b"{\\rtf1\\ansi abc}", "函.doc", "RTF"),
        (b"%PDF-1.7\n%abc", "函.txt", "PDF"),
        (b"<!DOCTYPE html><html><body>a</body></html>", "函.doc", "网页"),
        (b"<html><body>a</body></html>", "函.txt", "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "函.htm", "MHTML"),
        ("正文在此。".encode(), "函.docx", "纯文本"),
        ("正文在此。".encode(), "函.pdf", "纯文本"),
        ("正文在此。".encode(), "函.csv", "纯文本"),
        (b"abc\x00\x01\x02def" * 9, "函.txt", "二进制"),
        (bytes(range(1, 32)) * 9, "函.txt", "二进制"),
        (zipped(["word/document.xml"])[:-30], "函.docx", "损坏"),
        (zipped(["word/document.xml"]), "函.docx", "损坏"),
        ("正文在此。".encode(), "函.html", "不是网页"),
        (b"", "函.txt", "空"),
        (" \r\n\t\u3000\n".encode(), "函.txt", "空"),
        (codecs.BOM_UTF8, "函.txt", "空"),
        (b"<html><body><script>x()</script></body></html>", "函.html", "空"),
    ],
)
def test_what_is_no_document_is_named(data: bytes, name: str, says: str) -> None:
    error = refusal(data, name)
    assert says in error.zh


def test_right_content_under_a_wrong_name_says_how_to_rename() -> None:
    assert ".pdf" in refusal(pdf([["正文在此。"]]), "函.docx").do_zh
    assert ".txt" in refusal("正文在此。".encode(), "函.docx").do_zh


def test_name_without_suffix_is_read_by_content() -> None:
    assert read_bytes(PROSE.encode(), "letter").text == PROSE
    assert PROSE in read_bytes(docx(lambda document: document.add_paragraph(PROSE)), "letter").text


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.html", "a.pdf", "a", "a.doc"]))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>"):
        try:
            source = read_bytes(start + data, name)
        except UnreadableFile:
            continue
        assert source.text.strip()


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=30))
@settings(max_examples=120, deadline=None)
def test_damaged_files_are_read_or_refused(at: int, patch: bytes) -> None:
    for name, whole in (("a.docx", WHOLE_DOCX), ("a.pdf", WHOLE_PDF)):
        place = at % len(whole)
        for data in (whole[:place] + patch + whole[place + len(patch) :], whole[:place]):
            try:
                read_bytes(data, name)
            except UnreadableFile:
                continue


# --- the file system


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    for path, says in (
        (tmp_path, "文件夹"),
        (tmp_path / "none.txt", "没有这个文件"),
        (pipe, "管道"),
        (Path("/dev/zero"), "设备"),
        (loop, "打不开"),
        (tmp_path / "a\x00b.txt", "打不开"),
        (tmp_path / ("长" * 200), "打不开"),
    ):
        with pytest.raises(UnreadableFile) as caught:
            read_document(path)
        assert says in caught.value.zh
        assert caught.value.do_zh


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("正文", encoding="utf-8")

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(UnreadableFile, match="权限"):
        read_document(path)


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: reading it whole would not fit
    with pytest.raises(UnreadableFile, match=r"太大：1000000\.0 MB"):
        read_document(path)
    with pytest.raises(UnreadableFile, match="太大"):
        read_bytes(b"a" * (reader.MAX_BYTES + 1), "a.txt")


def test_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARS", 100)
    for data, name in (("字" * 101).encode(), "a.txt"), (pdf([["字" * 40]] * 3), "a.pdf"):
        assert "太长" in refusal(data, name).zh


def test_letter_from_disk() -> None:
    assert read_document(LETTER).text == LETTER.read_text(encoding="utf-8")


# --- Word


def docx(fill: Any) -> bytes:
    document = Document()
    fill(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_xml(xml: str) -> bytes:
    """A document whose body is this WordprocessingML."""

    def fill(document: Any) -> None:
        spaces = nsdecls("w") + (
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        )
        for element in parse_xml(f"<w:body {spaces}>{xml}</w:body>"):
            document.element.body.insert(len(document.element.body) - 1, element)

    return docx(fill)


def test_docx_in_document_order_without_headers() -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"
        document.add_paragraph("第一段")
        table = document.add_table(2, 3)
        for at, text in enumerate(["企业", "产品", "产值", "康方生物", "新药", "12"]):
            table.cell(at // 3, at % 3).text = text
        document.add_paragraph("")
        document.add_paragraph("第二段")

    source = read_bytes(docx(fill), "a.docx")
    assert source.hard_breaks
    assert source.text.splitlines() == ["第一段", "企业\t产品\t产值", "康方生物\t新药\t12", "第二段"]
    assert [place for _, place in source.places] == ["第 1 段", "表 1 第 1 行", "表 1 第 2 行", "第 2 段"]
    assert [source.text[at : at + 2] for at, _ in source.places] == ["第一", "企业", "康方", "第二"]
    assert canonicalise(source).text.splitlines()[1] == "企业\t产品\t产值"


def test_docx_merged_cells_are_read_once_and_frames_as_paragraphs() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
        table.cell(1, 0).text = "甲"
        table.cell(1, 1).text = "乙一\n乙二"
        frame = document.add_table(1, 1).cell(0, 0)
        frame.text = "框中第一段"
        frame.add_paragraph("框中第二段")

    assert lines(docx(fill), "a.docx")[:4] == ["合并", "甲\t乙一 乙二", "框中第一段", "框中第二段"]


def test_docx_tracked_changes_fields_and_hidden_text() -> None:
    data = with_xml(
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>现</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t>2025</w:t><w:noBreakHyphen/><w:t>2027</w:t><w:tab/><w:t>年</w:t><w:br/><w:t>次行</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>并</w:t></w:r></w:p><w:p><w:r><w:t>段</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>块控</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    )
    assert lines(data, "a.docx") == ["留增移来现链控2025-2027\t年", "次行", "并段", "块控", ""]


def test_docx_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
    data = with_xml(
        f"<w:p><w:r><w:t>外</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p><w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>"
    )
    assert lines(data, "a.docx") == ["外", "框里", "框里", ""]
    twice = "<w:r><w:t>新</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback>"
    data = with_xml(f"<w:p><mc:AlternateContent><mc:Choice Requires='wps'>{twice}</mc:AlternateContent></w:p>")
    assert lines(data, "a.docx") == ["新", ""]


def numbered(levels: Sequence[tuple[str, str]], paragraphs: Sequence[tuple[int, str]]) -> bytes:
    def fill(document: Any) -> None:
        root = document.part.numbering_part.element
        xml = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (form, text) in enumerate(levels)
        )
        root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{xml}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for level, text in paragraphs:
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            numbers = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            properties.append(parse_xml(numbers))

    return docx(fill)


def test_docx_automatic_numbers_are_written_out() -> None:
    data = numbered(
        [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%3.%4")],
        [(0, "总体"), (1, "目标"), (2, "新药"), (2, "5G基站"), (3, "天线"), (1, "任务"), (2, "重来"), (0, "保障")],
    )
    assert lines(data, "a.docx")[:-1] == [
        "一、总体", "（一）目标", "1.新药", "2. 5G基站", "2.1天线", "（二）任务", "1.重来", "二、保障",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "third", "eleventh"),
    [
        ("chineseCounting", "三", "十一"),
        ("decimalEnclosedCircle", "③", "⑪"),
        ("upperLetter", "C", "K"),
        ("lowerRoman", "iii", "xi"),
        ("unheardOf", "3", "11"),
        ("bullet", "•", "•"),
        ("none", "", ""),
    ],
)
def test_forms_of_automatic_numbers(form: str, third: str, eleventh: str) -> None:
    text = "" if form in ("bullet", "none") else "%1"
    found = lines(numbered([(form, text)], [(0, "项")] * 11), "a.docx")
    assert (found[2], found[10]) == (third + "项", eleventh + "项")


def test_docx_numbers_from_a_style() -> None:
    data = docx(lambda document: [document.add_paragraph(text, style="List Number") for text in ("甲", "乙")])
    assert lines(data, "a.docx")[:2] == ["1.甲", "2.乙"]


def repacked(data: bytes, part: str, change: Any) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


def test_docx_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for part in ("word/document.xml", "word/styles.xml"):
        data = repacked(
            docx(lambda document: document.add_paragraph("a")), part, lambda xml: xml.replace(b"?>", b"?>" + bomb, 1)
        )
        assert "实体" in refusal(data, "a.docx").zh


def test_zip_bombs_are_refused_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = repacked(
        docx(lambda document: document.add_paragraph("a")), "docProps/app.xml", lambda _: b" " * (sniff._FREE + 1)
    )
    assert "解压" in refusal(data, "a.docx").zh
    monkeypatch.setattr(sniff, "MAX_UNPACKED", 1000)
    assert "解压" in refusal(docx(lambda document: document.add_paragraph("a")), "a.docx").zh


# --- web pages


PAGE = """<!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head><body>
<nav><a>首页</a></nav><div hidden>藏</div><p style="display: none">藏</p><!-- 注 -->
<h1>关于产业的
函</h1><p>国内&nbsp;<b>首套</b>液氢&amp;储运&lt;装备&gt;&#8220;已&#8221;。</p><p>甲<br>乙</p>
<table><tr><th>企业</th><th><p>产值</p></th></tr><tr><td><p>康方</p></td><td>12</td></tr><tr><td></td><td>尾</td></tr></table>
<ul><li>一项<li>二项</ul><script>var a = "<p>假</p>";</script><pre>x
 y</pre>末<span>尾</span></body></html>"""


def test_html_gives_the_visible_text() -> None:
    source = read_bytes(PAGE.encode(), "a.html")
    assert source.hard_breaks
    assert source.text.split("\n") == [
        *(
            "关于产业的 函",
            "国内\xa0首套液氢&储运<装备>“已”。",
            "甲",
            "乙",
            "企业\t产值",
            "康方\t12",
            "尾",
            "一项",
            "二项",
        ),
        *("x", "y", "末尾"),
    ]
    assert canonicalise(source).text.startswith("关于产业的函\n国内首套")
    assert [source.text[at] for at, _ in source.places] == list("关国甲乙企康尾一二xy末")
    assert source.places[3][1] == "第 4 段"


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("gb18030", '<meta charset="gb2312">'),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=GBK">'),
        ("gb18030", '<meta charset="utf-8">'),  # the page is wrong about itself
        ("utf-8", '<meta charset="gb2312">'),
        ("utf-8-sig", ""),
        ("utf-16", '<meta charset="utf-8">'),
        ("big5", '<meta charset="big5">'),
        ("utf-8", '<meta charset="rot13">'),
    ],
)
def test_html_charset(encoding: str, meta: str) -> None:
    text = TRADITIONAL if encoding == "big5" else PROSE
    page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    assert read_bytes(page.encode(encoding), "a.htm").text == text


def test_html_declared_western_charset() -> None:
    page = '<html><meta charset="iso-8859-1"><p>café</p></html>'.encode("latin-1")
    assert read_bytes(page, "a.html").text == "café"


def test_xhtml_with_declarations_and_entities() -> None:
    page = (
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
    )
    page += "<p>正文&x;在此</p></body></html>"
    assert "root:" not in read_bytes(page.encode("gb18030"), "a.html").text


def test_html_that_nests_deep_loses_nothing() -> None:
    def page(depth: int) -> bytes:
        return ("<html>" + "<div>" * depth + "最里" + "</div>" * depth + "<p>之后</p></html>").encode()

    assert lines(page(1500), "a.html") == ["最里", "之后"]
    assert "太深" in refusal(page(3000), "a.html").zh


# --- PDF


def pdf(pages: Sequence[Sequence[str]], *, picture_on: Sequence[int] = (), password: str | None = None) -> bytes:
    buffer = BytesIO()
    lock = StandardEncryption(password, "owner") if password is not None else None
    drawn = canvas.Canvas(buffer, encrypt=lock)
    for number, page in enumerate(pages, 1):
        drawn.setFont("STSong-Light", 12)
        if number in picture_on:
            drawn.drawImage(ImageReader(BytesIO(picture("PNG"))), 0, 0, 500, 700)
        for at, line in enumerate(page):
            drawn.drawString(72, 780 - 20 * at, line)
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def test_pdf_pages_are_places_and_running_lines_are_dropped() -> None:
    data = pdf(
        [
            ["中山市工业和信息化局文件", "深耕风电、光伏、氢能三大领域，集聚40余家", "— 1 —"],
            ["中山市工业和信息化局文件", "创新型企业及科研机构。", "— 2 —"],
            ["中山市工业和信息化局文件", "二、关于加快科技创新", "2025", "— 3 —"],
        ]
    )
    source = read_bytes(data, "a.pdf")
    canonical = canonicalise(source)
    assert canonical.text.split("\n") == [
        "中山市工业和信息化局文件",
        "深耕风电、光伏、氢能三大领域，集聚40余家创新型企业及科研机构。",
        "二、关于加快科技创新",
        "2025",
    ]
    assert [canonical.place(canonical.text.index(word)) for word in ("深耕", "创新型", "二、")] == [
        "第 1 页", "第 2 页", "第 3 页",
    ]  # fmt: skip
    assert source.text[slice(*canonical.to_source(13, 17))] == "深耕风电"


def test_whole_letter_as_word_page_and_pdf_is_the_same_text() -> None:
    """One letter in four formats: offsets differ, the words and their order do not."""
    letter = canonicalise(SourceText(LETTER.read_text(encoding="utf-8"))).text
    paragraphs = letter.split("\n")
    as_docx = docx(lambda document: [document.add_paragraph(text) for text in paragraphs])
    as_html = ("<html><body><p>" + "</p>\n<p>".join(paragraphs) + "</p></body></html>").encode()
    for data, name in ((as_docx, "a.docx"), (as_html, "a.html"), (letter.encode("gb18030"), "a.txt")):
        assert canonicalise(read_bytes(data, name)).text == letter
    wrapped = [line for text in paragraphs for line in textwrap.wrap("\u3000\u3000" + text, 36, drop_whitespace=False)]
    pages = [[*wrapped[at : at + 30], f"— {at // 30 + 1} —"] for at in range(0, len(wrapped), 30)]
    found = canonicalise(read_bytes(pdf(pages), "a.pdf")).text
    assert "".join(found.split()) == "".join(letter.split())
    for paragraph in found.split("\n"):
        assert any("".join(paragraph.split()) in "".join(original.split()) for original in paragraphs), paragraph
    assert all(line[-1] in "。；：”" or line in paragraphs for line in found.split("\n"))


def test_pdf_lines_at_the_edge_that_do_not_repeat_stay() -> None:
    text = read_bytes(pdf([["甲文", "3"], ["乙文", "7"], ["丙文", "完"]]), "a.pdf").text
    assert text.split() == ["甲文", "3", "乙文", "7", "丙文", "完"]
    assert read_bytes(pdf([["正文", "— 1 —"]]), "a.pdf").text.split("\n")[:2] == ["正文", "— 1 —"]


def test_pdf_short_pages_that_are_alike_are_not_emptied() -> None:
    assert read_bytes(pdf([[PROSE, "— 1 —"], [PROSE, "— 2 —"]]), "a.pdf").text.split() == [PROSE]


@pytest.mark.parametrize("style", ["{}", "- {} -", "第 {} 页", "第{}页 共3页", "{}/3", "· {} ·"])
def test_pdf_page_numbers_of_any_usual_form(style: str) -> None:
    text = read_bytes(pdf([[f"正文{at}", style.format(at)] for at in (1, 2, 3)]), "a.pdf").text
    assert text.split() == ["正文1", "正文2", "正文3"]


def test_pdf_with_a_password_is_refused() -> None:
    for password in ("user", ""):
        assert "加密" in refusal(pdf([["密"]], password=password), "a.pdf").zh


def test_scanned_pdf_asks_for_ocr() -> None:
    error = refusal(pdf([[], []], picture_on=[1, 2]), "a.pdf")
    assert "扫描" in error.zh
    assert "OCR" in error.do_zh
    assert "第 2 页" in refusal(pdf([["正文"], ["— 2 —"], ["尾"]], picture_on=[2]), "a.pdf").zh
    assert "文字层" in refusal(pdf([[]]), "a.pdf").zh


def test_pdf_with_a_picture_or_an_empty_page_beside_text_is_read() -> None:
    assert read_bytes(pdf([["正文"], [], ["尾"]], picture_on=[1]), "a.pdf").text.split() == ["正文", "尾"]


def test_pdf_of_which_a_page_is_damaged_is_not_read_in_part() -> None:
    whole = pdf([[PROSE], [PROSE[::-1]]])
    assert whole.count(b"/Contents ") == 2
    damaged = whole.replace(b"/Contents ", b"/Contenta ", 1)  # still a valid PDF: its first page is blank
    assert read_bytes(damaged, "a.pdf").text.split() == [PROSE[::-1]]
    place = whole.index(b"stream", whole.index(b"/ASCII85Decode")) - 20
    assert "损坏" in refusal(whole[:place] + b"]]]]>>>>" + whole[place + 8 :], "a.pdf").zh
    assert "损坏" in refusal(whole[: len(whole) // 2], "a.pdf").zh


def test_pdf_with_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.letters.reading.reader_pdf.MAX_PAGES", 2)
    assert "3 页" in refusal(pdf([["正文"]] * 3), "a.pdf").zh


WHOLE_DOCX = docx(lambda document: [document.add_paragraph(PROSE), document.add_table(2, 2)])
WHOLE_PDF = pdf([[PROSE, "— 1 —"], [PROSE[::-1], "— 2 —"]])
