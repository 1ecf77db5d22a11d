"""Liantu for assistants: an MCP server (Model Context Protocol) with the official SDK, over stdio and over HTTP.

Reading only. What an assistant is told has one shape (:mod:`api.assistant.answer`):
tier, doubts, sources and data version stand before the answer in the text
itself, so that they cannot be left out; whatever comes from data is marked as
data, since a document may hold words meant to be taken for instructions.
"""
