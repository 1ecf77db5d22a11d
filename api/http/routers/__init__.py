"""The resources. A module here with a ``router`` is found and mounted; nothing lists it."""
