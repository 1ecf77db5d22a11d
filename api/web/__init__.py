"""The pages over HTTP: the same store, guard, cache and ETags as :mod:`api.http`, answered as HTML.

:mod:`page` is what a route is given, :mod:`reading` what several pages share
of the analysis; each module in :mod:`routers` is found by itself.
"""
