"""A picture is made with the packaged font only, in the size asked for, or refused with a reason."""

from __future__ import annotations

import struct

import pytest

from graph.errors import InputError
from queries.gaps.model import GapClass
from tests.viz import chains
from viz.chain_map import chain_map_svg
from viz.picture import svg_to_png

SMALL = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/>{}</svg>'


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("width", [800, 2400])
def test_the_picture_is_as_wide_as_asked_and_has_the_ratio_of_a3(width: int) -> None:
    svg = chain_map_svg(chains.findings("home", 1, tuple(GapClass)), date="2026-11-23")
    wide, high = _size(svg_to_png(svg, width=width))
    assert wide == width
    assert abs(high - width / 1.414) <= 2


def test_the_same_svg_gives_the_same_bytes() -> None:
    svg = chain_map_svg(chains.findings("home"), date="")
    assert svg_to_png(svg, width=600) == svg_to_png(svg, width=600)


def test_chinese_text_is_really_drawn() -> None:
    text = '<text x="1" y="9" font-size="9" font-family="Noto Sans SC, sans-serif" fill="#fff">链</text>'
    assert svg_to_png(SMALL.format(text), width=200) != svg_to_png(SMALL.format(""), width=200)


@pytest.mark.parametrize("width", [0, -1, 63, 12_001])
def test_a_width_out_of_bounds_is_refused(width: int) -> None:
    with pytest.raises(InputError, match="宽度"):
        svg_to_png(SMALL.format(""), width=width)


@pytest.mark.parametrize("svg", ["", "<svg", "链图", "<p>no svg</p>"])
def test_what_is_no_svg_is_refused_with_what_to_do(svg: str) -> None:
    with pytest.raises(InputError) as caught:
        svg_to_png(svg, width=200)
    assert caught.value.do_zh


@pytest.mark.parametrize(
    "outside",
    [
        '<image href="/etc/hostname"/>',
        '<use href="other.svg#a"/>',
        '<rect fill="url(http://example.org/a)"/>',
        "<style>@import 'a.css';</style>",
    ],
)
def test_an_svg_that_reaches_outside_itself_is_refused(outside: str) -> None:
    with pytest.raises(InputError, match="外部"):
        svg_to_png(SMALL.format(outside), width=200)
