"""SVG to PNG, with the packaged font only, so that one input gives one picture everywhere."""

from __future__ import annotations

import re

import resvg_py

from graph.errors import InputError
from viz.text import FACE, FONT_FILE

NARROWEST, WIDEST = 64, 12_000
_OUTSIDE = re.compile(r"<image\b|<!ENTITY|@import|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)", re.IGNORECASE)


def svg_to_png(svg: str, *, width: int) -> bytes:
    """Return an SVG document as PNG data, ``width`` px wide and as high as its ratio says, on white.

    Raises:
        InputError: the width is out of bounds, the SVG is broken or reaches outside itself.
    """
    if not NARROWEST <= width <= WIDEST:
        raise InputError(
            f"图片宽度 {width} 不可用，应在 {NARROWEST} 到 {WIDEST} 像素之间",
            f"a picture cannot be {width} px wide; it must be {NARROWEST} to {WIDEST}",
            do_zh="请改用范围内的宽度",
            do_en="Choose a width within these bounds.",
        )
    if _OUTSIDE.search(svg):
        raise InputError(
            "这张 SVG 引用了外部内容，不转换",
            "this SVG refers to something outside itself and is not converted",
            do_zh="请去掉外部图片、样式和链接后再试",
            do_en="Remove external images, styles and links.",
        )
    try:
        data = resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            dpi=96,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(FONT_FILE)],
            font_family=FACE,
            sans_serif_family=FACE,
            languages=["zh-CN"],
        )
    except (ValueError, OSError) as error:
        raise InputError(
            f"这张 SVG 不能转成 PNG：{error}",
            f"this SVG cannot be made a PNG: {error}",
            do_zh="请先在浏览器里打开它，确认它是完整的 SVG",
            do_en="Open it in a browser first and see whether it is a whole SVG.",
        ) from error
    return bytes(data)
