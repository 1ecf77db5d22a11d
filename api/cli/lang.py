"""Which language the command line speaks: Chinese unless asked."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

from graph.errors import Lang


def chosen(arguments: list[str] | None = None) -> Lang:
    """Read ``--lang`` from the arguments, else ``LIANTU_LANG``, else Chinese.

    Help texts are made when commands are declared, before the options are
    parsed; so the language is looked up here rather than passed in.
    """
    words = sys.argv[1:] if arguments is None else arguments
    for at, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        if value in ("zh", "en"):
            return "en" if value == "en" else "zh"
    return "en" if os.environ.get("LIANTU_LANG", "").lower().startswith("en") else "zh"


LANG: Lang = chosen()

# The command-line library speaks through gettext, which looks at LANGUAGE when it speaks.
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
os.environ["LANGUAGE"] = LANG


def tr(zh: str, en: str) -> str:
    """Return the text in the chosen language."""
    return en if LANG == "en" else zh
