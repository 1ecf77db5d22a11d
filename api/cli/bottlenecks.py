"""``bottlenecks``: on what several chains hang, and what cuts a chain's segments and leaders off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from api.cli.lang import tr
from api.cli.parameters import chosen_parameters, parameter_options, parameter_words
from api.cli.session import as_json, emit, guarded, json_option, no_chains, open_for, say, table
from api.plain import bottlenecks_data
from queries.gaps.bottlenecks import Bottleneck, Bottlenecks, Hold


@click.command(
    help=tr(
        "瓶颈：几条链同时靠哪些环节；给了链，则是断了它就断掉本地环节、链主的环节",
        "segments on which several chains hang; of one chain, those that cut local segments and leaders off",
    )
)
@click.argument("chain", required=False)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help=tr("最多几条", "at most"))
@parameter_options
@json_option
@guarded
def bottlenecks(chain: str | None, limit: int) -> None:
    """List bottlenecks."""
    from queries.gaps.bottlenecks import bottlenecks as find

    parameters = chosen_parameters()
    with open_for() as store:
        found = find(store, chain or "", parameters)
    if not found.names:
        raise no_chains()
    if as_json():
        emit(bottlenecks_data(found, limit))
        return
    if found.chain:
        _print_chain(found, limit)
    else:
        _print_shared(found, limit)
    if len(found.rows) > limit:
        say(tr(f"……共 {len(found.rows)} 条，--limit 可多列", f"… {len(found.rows)} in all"))
    say(
        tr(
            "只数已采信、已实施的。“断掉”指投入路径一条也不剩（支配）；还有别的路时不算断，所以会少算。",
            "Only what is accepted and done counts. Cut off: no input path is left; so this counts too few.",
        )
    )
    say(f"{tr('参数', 'parameters')}：{parameter_words(found.parameters)}")


def _print_shared(found: Bottlenecks, limit: int) -> None:
    say(tr("\n几条链同时靠它的环节", "\nsegments on which several chains hang"))
    heads = [tr(zh, en) for zh, en in (("环节", "segment"), ("类", "class"), ("链数", "chains"))]
    heads += [tr(zh, en) for zh, en in (("靠它的本地环节（链）", "what hangs on it"), ("断了就断掉", "cut off"))]
    heads.append(tr("链主", "leaders"))
    table(heads, [_shared_line(one, found.names) for one in found.rows[:limit]], wrap=(0, 3, 4, 5))
    say(
        tr(
            f"另有 {found.idle} 个环节几条链共用，但至多一条链有已知的本地环节靠它（liantu ask shared-bottlenecks）。",
            f"{found.idle} more segments are shared, but at most one chain has anything here that needs them.",
        )
    )


def _shared_line(one: Bottleneck, names: Mapping[str, str]) -> list[object]:
    hangs = [f"{hold.chain_name}：{_hanging(hold, names)}" for hold in one.hanging]
    kind = f"{one.gap_class.mark} {one.gap_class.zh}"
    return [one.name, kind, len(one.hanging), "；".join(hangs), _cut(one, names), _leaders(one, names)]


def _hanging(hold: Hold, names: Mapping[str, str]) -> str:
    indirect = [f"{names[key]}（间接）" for key in hold.indirect]
    return "、".join([*(names[key] for key in hold.direct), *indirect])


def _print_chain(found: Bottlenecks, limit: int) -> None:
    say(tr(f"\n{found.chain} · 断了它就断掉本地环节的环节", f"\n{found.chain} · what cuts local segments off"))
    if not found.rows:
        say(
            tr(
                f"没有：拿掉任何一个环节，已知的 {found.local} 个本地环节都还有投入路径。"
                if found.local
                else "还没有已知的本地环节，断不断无从说起；先看核查清单（liantu check-list）。",
                f"none: whatever is taken out, the {found.local} segments known to be here keep an input path.",
            )
        )
        return
    heads = [tr(zh, en) for zh, en in (("环节", "segment"), ("类", "class"), ("断掉的本地环节", "cut off"))]
    heads.append(tr("其中的链主", "leaders"))
    rows = [
        [
            one.holds[0].name,
            f"{one.gap_class.mark} {one.gap_class.zh}",
            _cut(one, found.names),
            _cut_leaders(one, found),
        ]
        for one in found.rows[:limit]
    ]
    table(heads, rows, wrap=(0, 2, 3))


def _cut(one: Bottleneck, names: Mapping[str, str]) -> str:
    return _listed((key for hold in one.holds for key in hold.cut), names)


def _cut_leaders(one: Bottleneck, found: Bottlenecks) -> str:
    return _listed((key for hold in one.holds for key in hold.leaders_cut), found.names)


def _leaders(one: Bottleneck, names: Mapping[str, str]) -> str:
    cut = {key for hold in one.holds for key in hold.leaders_cut}
    every = dict.fromkeys(key for hold in one.holds for key in hold.leaders)
    return "、".join(names[key] + (tr("（断供）", " (cut off)") if key in cut else "") for key in every)


def _listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return "、".join(names[key] for key in dict.fromkeys(keys))
