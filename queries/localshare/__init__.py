"""Local shares: which part of what a region buys is made there, estimated from outputs and the national table.

>>> shares = estimate(output, national_of(read_input_output("china-2017-42"), "china-2017-42"), "中山市")

``shares.share``, ``low``, ``high``, ``error`` and ``notes`` belong together: a share is shown with its interval
and its error, or not at all. ``estimate_flegg`` gives Flegg's quotients in the same shape. The estimator is fitted and
checked by ``liantu calibrate``; see docs/method.md.
"""

from queries.localshare.balances import Balances, balances_of
from queries.localshare.model import Model, Note, Shares, estimate, shipped
from queries.localshare.national import National, national_of
from queries.localshare.quotients import estimate_flegg

__all__ = [
    "Balances",
    "Model",
    "National",
    "Note",
    "Shares",
    "balances_of",
    "estimate",
    "estimate_flegg",
    "national_of",
    "shipped",
]
