"""The tools, one module a topic; each is declared where it stands (:func:`api.assistant.tool.tool`)."""
