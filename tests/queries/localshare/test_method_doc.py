"""The figures of the local shares in docs/method.md are what the calibration measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.localshare.report import Report

METHOD = Path(__file__).parents[3] / "docs" / "method.md"


def printed(made: Report) -> dict[str, list[str]]:
    """The rows of the document's tables, each table by what it is about."""
    return {
        "methods": [
            f"| {row.zh} | {row.error:.3f} | {row.correlation:.2f} | {row.smallest:.3f} | {row.no_transit:.3f} |"
            for row in made.methods
        ],
        "sizes": [
            f"| {'、'.join(band.regions)} | {band.error:.3f} | {band.bias:+.3f} | "
            + " | ".join(f"{part:.2f}" for part in band.covered.values())
            + " |"
            for band in made.bands
        ],
        "coverage": [
            f"| {row.level:.0%} | {row.cells:.3f} | {row.weighted:.3f} | {row.smallest:.3f} | "
            f"{row.least[0]} {row.least[1]:.2f} | ±{row.half:.2f} |"
            for row in made.coverage
        ],
        "kinds": [
            f"| {row.zh} | {row.error:.3f} | "
            + " | ".join(f"{part:.2f}" for part in row.covered.values())
            + f" | {row.plain:.3f} | {row.with_size:.3f} |"
            for row in made.reach
        ],
        "truth": [
            f"| 各种用途按同一比例从外面买 | {made.mean_share:.2f} | {made.methods[-2].error:.3f} |",
            f"| 从外面买的一点不转卖 | {made.mean_share_other:.2f} | {made.other_truth:.3f} |",
        ],
    }


@pytest.mark.parametrize("about", ["methods", "sizes", "coverage", "kinds", "truth"])
def test_the_document_prints_what_is_measured(made: Report, about: str) -> None:
    lines = METHOD.read_text("utf-8").splitlines()
    missing = [row for row in printed(made)[about] if row not in lines]
    assert not missing, "docs/method.md lacks:\n" + "\n".join(missing)
