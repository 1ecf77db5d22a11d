"""Reviews: what a person decided of statements, and of firms that may be one, checked against what that person saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.http.errors import DecidedMeanwhile, StateChanged
from api.jobs.task import Task
from api.reviewing import firm_named, pair_tag, state_tag
from graph.errors import InputError
from graph.evidence import Review
from graph.store import Store
from loaders.build import refresh
from loaders.letters.reading.personal import find_personal
from loaders.letters.review import service
from loaders.resolution.decided import add_decisions, new_decision
from queries.papers import statement

VERDICTS = {"accept": Review.ACCEPTED, "reject": Review.REJECTED}


def judge(task: Task) -> dict[str, Any]:
    """Accept, reject or correct statements; all of them or none."""
    done = []
    with task.writing() as store:
        for number, one in enumerate(task.parameters["decisions"]):
            task.say("审核", "reviewing", number, len(task.parameters["decisions"]))
            done.append(_decided(store, one, task))
        task.say("推导", "deriving what follows", len(done), len(done))
        refresh(store)
    return {"decided": done}


def _decided(store: Store, one: Mapping[str, Any], task: Task) -> dict[str, Any]:
    before = statement(store, one["statement"])
    check_match(one.get("match", ""), state_tag(before), decided=before["review"] != Review.CANDIDATE.value)
    reason = one.get("reason", "")
    _no_person(reason)
    said = {"reviewer": task.who.name, "when": task.when, "reason": reason}
    if one["decision"] == "edit":
        changes: Mapping[str, Any] = one.get("changes") or {}
        _no_person(str(changes))
        new, _ = service.edit(store, one["statement"], changes, **said)
        after = statement(store, new.key)
    else:
        service.judge(store, [one["statement"]], VERDICTS[one["decision"]], **said)
        after = statement(store, one["statement"])
    task.changed(f"review.{one['decision']}", one["statement"], before, after)
    return {"statement": after["key"], "etag": state_tag(after), "before": before, "after": after}


def pair(task: Task) -> dict[str, Any]:
    """Decide that two names are one firm, or two."""
    given = task.parameters
    _no_person(given["reason"])
    with task.writing() as store:
        names = firm_named(store, given["first"]), firm_named(store, given["second"])
        made = new_decision(
            names, given["verdict"], reason=given["reason"].strip(), reviewer=task.who.name, reviewed_at=task.when
        )
        tag, known = pair_tag(store, made.pair)
        check_match(given.get("match", ""), tag, decided=known)
        add_decisions(store, [made])
        refresh(store)
        after, _ = pair_tag(store, made.pair)
        said = made.model_dump(exclude={"reviewer"})
        task.changed("review.join" if made.verdict == "same" else "review.split", " · ".join(made.pair), None, said)
    return {"decision": said, "etag": after}


def check_match(match: str, tag: str, *, decided: bool) -> None:
    """Refuse a decision on what is not as its reviewer saw it.

    Args:
        match: what ``If-Match`` says; empty where it is not given.
        tag: of the present state.
        decided: somebody has decided already.

    Raises:
        StateChanged: ``match`` names another state.
        DecidedMeanwhile: no state is named, and there is a decision that would be overwritten.
    """
    wanted = [part.strip().removeprefix("W/") for part in match.split(",") if part.strip()]
    if wanted and "*" not in wanted and tag not in wanted:
        raise StateChanged(
            "它和您看到的不一样了：已被别人改过",
            "it is not as you saw it: somebody changed it meanwhile",
            do_zh="请再取一次，看过再定",
            do_en="Fetch it again and decide then",
        )
    if not wanted and decided:
        raise DecidedMeanwhile(
            "已有人定过",
            "somebody decided this already",
            do_zh="要改，请先取它，带上 If-Match",
            do_en="To change it, fetch it and send If-Match",
        )


def _no_person(text: str) -> None:
    if find_personal(text):
        raise InputError("里面有个人信息", "it holds a person's data", do_zh="请删去", do_en="Remove it")
