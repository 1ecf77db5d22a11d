"""The colours of the map, by what they mean. Contrast of text is at least 4.5 on every ground it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from queries.gaps.model import GapClass

INK, INK2, BRAND = "#15263a", "#4a5b6c", "#17548f"
PAPER, GROUND, LINE, FIELD = "#ffffff", "#f6f8fa", "#d8e0e7", "#7f8e9c"
REST, MISSING = "#b4c1cd", "#b3261e"
WARN, WARN_FILL = "#8a5200", "#fff3d9"


@dataclass(frozen=True, slots=True)
class ClassLook:
    """How a class is drawn: colour of its square and border, ground of its box, border in px and dash."""

    colour: str
    fill: str
    border: str
    border_width: float = 1
    dash: str = ""
    hatch: bool = False
    double: bool = False


LOOKS: dict[GapClass, ClassLook] = {
    GapClass.INSUFFICIENT: ClassLook("#55626f", "#eef1f4", "#aebac6"),
    GapClass.MISSING: ClassLook("#b3261e", "#fdecea", "#b3261e", 1.5, "5 3", hatch=True),
    GapClass.SINGLE: ClassLook("#6a3ab2", "#f1eafb", "#6a3ab2", double=True),
    GapClass.WEAK: ClassLook("#8a5200", "#fff3d9", "#8a5200"),
    GapClass.STRONG: ClassLook("#1a7439", "#e0f3e5", "#1a7439"),
    GapClass.PRESENT: ClassLook("#1b5faa", "#e6f0fb", "#1b5faa"),
}


@dataclass(frozen=True, slots=True)
class Underline:
    """How a statement is underlined: colour and dash of the line, colour of the words."""

    stroke: str
    dash: str
    ink: str


DONE = Underline("#1b5faa", "", INK)
PLANNED = Underline("#b26a00", "4 2.5", WARN)
CANDIDATE = Underline("#6a3ab2", "1.5 2.5", INK2)


def underline(status: str, review: str) -> Underline:
    """Return how a statement is underlined: a candidate is dotted whatever it says; what is not done yet is dashed."""
    if review == "candidate":
        return CANDIDATE
    return DONE if status == "done" else PLANNED
