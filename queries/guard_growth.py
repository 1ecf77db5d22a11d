"""How often a query can multiply a text or list that it is given, told from its text.

``x + x`` in each of thirty WITH makes gigabytes of one letter, and neither
engine looks at its limits meanwhile. Each step of a query multiplies by at most
one more than its sums of two values; the product over all steps is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.store import Value
from queries.arguments import DEPTH, arguments, closing, text_of
from queries.refusal import refused
from queries.tokens import Token, is_word

MAX_GROWTH = 1_000
"""How many times the largest value of a step may be put together, over all steps."""
_STEP = frozenset({"WITH", "RETURN", "UNWIND", "MATCH", "UNION"})
_JOINING = frozenset(
    ("CONCAT", "CONCAT_WS", "LIST_CONCAT", "LIST_CAT", "ARRAY_CONCAT", "ARRAY_CAT", "LIST_CREATION", "STRUCT_PACK")
)
_REPLACING = frozenset({"REPLACE", "REGEXP_REPLACE"})
_LITERAL = frozenset({"string", "number"})


def check_growth(cypher: str, tokens: Sequence[Token], parameters: Mapping[str, Value]) -> int:
    """Refuse a query that may multiply a value more than :data:`MAX_GROWTH` times.

    Returns:
        The bound, at least 1.

    Raises:
        QueryRefused: naming the step that goes over the bound.
    """
    total, step = 1, 1
    inside: list[bool] = []
    for at, token in enumerate(tokens):
        if is_word(tokens, at) and token.upper in _STEP:
            total, step = total * step, 1
        if token.kind == "mark" and token.text in DEPTH:
            _enter(inside, tokens, at)
        step += _joins(tokens, at, joining=bool(inside and inside[-1]))
        if at + 1 < len(tokens) and tokens[at + 1].text == "(":
            if token.called in _REPLACING:
                total *= _longer(cypher, token, arguments(tokens, at + 1), parameters)
            elif token.called == "REPEAT":
                count = "".join(t.text for t in arguments(tokens, at + 1)[1])
                total *= max(1, int(count)) if count.isdigit() else 1
            elif token.called == "REDUCE":
                _check_reduce(cypher, tokens, at)
        if total * step > MAX_GROWTH:
            raise refused(
                f"反复相加或替换会让一个值长大 {MAX_GROWTH} 倍以上",
                f"adding or replacing again and again makes a value more than {MAX_GROWTH} times as large",
                cypher,
                token.start,
                do_zh="请分成几个查询，或只相加要看的列",
                do_en="Ask several queries, or add up only what you need",
            )
    return total * step


def _enter(inside: list[bool], tokens: Sequence[Token], at: int) -> None:
    """Note whether commas in this bracket put values together: lists, maps and the joining functions."""
    if DEPTH[tokens[at].text] < 0:
        if inside:
            inside.pop()
    elif tokens[at].text == "(":
        inside.append(bool(at and tokens[at - 1].called in _JOINING))
    else:
        inside.append(not (at and tokens[at - 1].text in {"-", ":"}))


def _joins(tokens: Sequence[Token], at: int, *, joining: bool) -> int:
    """Count one if a value is added here to another; what is written out adds only itself."""
    text, after = tokens[at].text, tokens[at + 1 : at + 4]
    if not after or tokens[at].kind != "mark":
        return 0
    if text == "|" and after[0].text == "|":
        return int(len(after) < 2 or after[1].kind not in _LITERAL)
    if text == "+" or (text == "," and joining):
        value = after[2] if len(after) == 3 and after[1].text == ":" else after[0]
        return int(value.kind not in _LITERAL)
    return 0


def _longer(cypher: str, token: Token, given: list[Sequence[Token]], parameters: Mapping[str, Value]) -> int:
    """How many times as long ``replace`` can make a text: its third argument has to be known."""
    third = given[2] if len(given) > 2 else ()
    if len(third) == 1 and third[0].kind == "string":
        return max(1, len(text_of(third[0])))
    if len(third) == 1 and third[0].kind == "parameter":
        value = parameters.get(third[0].text[1:].strip("`"), "")
        return max(1, len(value)) if isinstance(value, str) else 1
    raise refused(
        f"{token.text}(…) 换成什么，要直接写成文字或参数",
        f"what {token.text}(…) puts in has to be a text or a parameter",
        cypher,
        token.start,
        do_zh="例如 replace(n.name, '有限公司', '')",
        do_en="Such as replace(n.name, 'Ltd', '')",
    )


def _check_reduce(cypher: str, tokens: Sequence[Token], at: int) -> None:
    """What ``reduce`` carries along may be added to, not put together with itself."""
    end = closing(tokens, at + 1)
    body = tokens[at + 2 : end]
    carried = body[0].called if body else ""
    start = next((n for n, token in enumerate(body) if token.text == "|"), len(body))
    steps = body[start + 1 :]
    uses = sum(token.called == carried for token in steps)
    calls = {token.called for n, token in enumerate(steps[:-1]) if steps[n + 1].text in {"(", "{"}}
    grows = any(token.text in {"+", "[", "{", "|"} for token in steps) or calls & _JOINING
    if (uses > 1 and grows) or calls & (_REPLACING | {"REDUCE", "COLLECT", "REPEAT"}):
        raise refused(
            f"{tokens[at].text}(…) 里累积的值只能加一次，里面不能再套 reduce、replace 或子查询",
            f"{tokens[at].text}(…) may add to what it carries once, without reduce, replace or sub-queries inside",
            cypher,
            tokens[at].start,
            do_zh="例如 reduce(s = 0, x IN list | s + x)；其余用 UNWIND 和 sum、collect",
            do_en="Such as reduce(s = 0, x IN list | s + x); use UNWIND with sum or collect for the rest",
        )
