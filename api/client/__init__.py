"""A client for programs that read Liantu over HTTP: typed answers, lists that page by themselves, nothing sent twice.

    from api.client import Client

    liantu = Client("http://127.0.0.1:8600")
    for row in liantu.gaps(chain="低空经济"):
        print(row["name"], row["class_zh"], row["tier"], row["sentence"])

``rows.py`` and ``calls.py`` are generated from the description of the
interface (``python -m tests.http.client_maker``); the rest is written by hand.
The standard library is all it needs. Answers are plain dictionaries whose
types are known to a type checker; they are not checked again while it runs.
"""

from __future__ import annotations

from api.client.cache import Cache
from api.client.calls import Calls
from api.client.lists import Download, Rows
from api.client.transport import Problem

__all__ = ["Cache", "Client", "Download", "Problem", "Rows"]


class Client(Calls):
    """All resources of a service as methods. See :class:`api.client.transport.Transport` for what it takes."""
