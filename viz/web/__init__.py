"""The pages: templates, style sheets, scripts and what they are given. No build step, nothing fetched from outside.

:mod:`site` has what every page shares (languages, links, navigation),
:mod:`assets` the files that a browser fetches; the other modules turn answers
into what a template shows. Pages are served by :mod:`api.web`.
"""
