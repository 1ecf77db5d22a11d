"""The scopes, in their order."""

from __future__ import annotations

from enum import IntEnum


class Scope(IntEnum):
    """What a caller may do; each may do what those before it may."""

    OPEN = 0
    """Nothing that needs a key: is the service up, sign in."""
    READ = 1
    REVIEW = 2
    LOAD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """As it is written in commands and answers."""
        return self.name.lower()

    @staticmethod
    def of(word: str) -> Scope:
        """Return the scope of a word.

        Raises:
            KeyError: there is no such scope.
        """
        return Scope[word.upper()]


GRANTED = (Scope.READ, Scope.REVIEW, Scope.LOAD, Scope.ADMIN)
"""What a key can be given."""
