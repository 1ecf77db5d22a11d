"""What stands in each town, and how sure that is: done, only planned, or not reviewed yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from graph.store import Store

_STANDS = """
MATCH (a)-[e:LOCATED_IN|CENTERED_ON]->(t:Town)
WHERE a.kind <> 'Town' AND a.kind <> 'Region' AND a.kind {firms} 'Firm'
  AND (e.review = 'accepted' OR e.review = 'candidate')
WITH t.key AS town, a.kind AS kind, a.key AS thing, a.name AS name,
     max(CASE WHEN e.review = 'candidate' THEN 1
              WHEN e.status IS NULL OR e.status = '' OR e.status = 'done' THEN 3 ELSE 2 END) AS standing
"""
_NAMED = (
    _STANDS.format(firms="<>")
    + "RETURN town, kind, thing, name, standing ORDER BY town, kind, standing DESC, name, thing"
)
_FIRMS = _STANDS.format(firms="=") + "RETURN town, standing, count(*) AS number ORDER BY town, standing DESC"


class Standing(IntEnum):
    """How far something has come in a place; of several relations to one place the surest counts."""

    CANDIDATE = 1
    PLANNED = 2
    DONE = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """A cluster, platform, project or other thing in a town, by its own name."""

    kind: str
    key: str
    name: str
    standing: Standing


@dataclass(slots=True)
class InTown:
    """What stands in one town: things by name, firms by number."""

    things: list[Thing] = field(default_factory=list)
    firms: dict[Standing, int] = field(default_factory=dict)

    def of(self, kind: str, standing: Standing | None = None) -> list[Thing]:
        """Return the things of a kind, of one standing if it is given."""
        return [one for one in self.things if one.kind == kind and standing in (None, one.standing)]

    def number(self, standing: Standing) -> int:
        """How many things and firms have come so far."""
        return sum(one.standing is standing for one in self.things) + self.firms.get(standing, 0)


def standing(store: Store) -> Mapping[str, InTown]:
    """Return what stands in each town by the key of the town; a town of which nothing is said is not there.

    Rejected relations count for nothing. Names of one firm count each.

    Raises:
        StoreError: the store cannot be read.
    """
    found: dict[str, InTown] = {}
    for row in store.read(_NAMED).dicts():
        thing = Thing(str(row["kind"]), str(row["thing"]), str(row["name"] or ""), _standing(row["standing"]))
        found.setdefault(str(row["town"]), InTown()).things.append(thing)
    for row in store.read(_FIRMS).dicts():
        firms = found.setdefault(str(row["town"]), InTown()).firms
        firms[_standing(row["standing"])] = _number(row["number"])
    return found


def _standing(value: object) -> Standing:
    return Standing(_number(value))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
