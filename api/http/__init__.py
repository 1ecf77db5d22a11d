"""The HTTP interface: what every request shares here, the resources in :mod:`api.http.routers`.

From the outside in: :mod:`guards` (who may ask, how much), :mod:`conditional`
(what has not changed), :mod:`call` (what a route is given), :mod:`stores` (one
open store), :mod:`formats`, :mod:`paging`, :mod:`problems`.
"""
