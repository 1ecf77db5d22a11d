"""``liantu``: the command line.

Exit codes: 0 done · 1 unexpected · 2 unusable input · 3 not found · 4 store
not usable · 130 interrupted. Commands live in modules of this package and are
imported when called, so that a command pays only for what it needs.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import sys

import click

from api.cli.lang import tr

# Command → (module, object). One line a command; the help text is read from the command itself.
COMMANDS = {
    "demo": ("api.cli.demo", "demo"),
    "build": ("api.cli.load", "build"),
    "load": ("api.cli.load", "load"),
    "form": ("api.cli.tables", "form"),
    "table-guess": ("api.cli.tables", "table_guess"),
    "extract": ("api.cli.load", "extract"),
    "gaps": ("api.cli.gaps", "gaps"),
    "why": ("api.cli.why", "why"),
    "check-list": ("api.cli.gaps", "check_list"),
    "demand": ("api.cli.demand", "demand"),
    "what-if": ("api.cli.what_if", "what_if"),
    "stability": ("api.cli.stability", "stability"),
    "bottlenecks": ("api.cli.bottlenecks", "bottlenecks"),
    "targets": ("api.cli.targets", "targets"),
    "coverage": ("api.cli.coverage", "coverage"),
    "multipliers": ("api.cli.multipliers", "multipliers"),
    "quotients": ("api.cli.quotients", "quotients"),
    "calibrate": ("api.cli.calibrate", "calibrate"),
    "map": ("api.cli.gaps", "chain_map"),
    "find": ("api.cli.look", "find"),
    "show": ("api.cli.look", "show"),
    "graph": ("api.cli.graph", "graph"),
    "ask": ("api.cli.ask", "ask"),
    "cypher": ("api.cli.look", "cypher"),
    "conflicts": ("api.cli.look", "conflicts"),
    "review": ("api.cli.review", "review"),
    "export": ("api.cli.export", "export"),
    "changes": ("api.cli.changes", "changes"),
    "diff": ("api.cli.changes", "diff"),
    "copy": ("api.cli.copying", "copy"),
    "backup": ("api.cli.backup", "backup"),
    "restore": ("api.cli.backup", "restore"),
    "serve": ("api.cli.serve", "serve"),
    "key": ("api.cli.key", "key"),
    "audit": ("api.cli.audit", "audit"),
    "mcp": ("api.cli.mcp", "mcp"),
    "doctor": ("api.cli.doctor", "doctor"),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=tr(
        "链图：从函件、名录到补链答案，句句有出处。\n\n第一次用：liantu build，然后 liantu gaps 低空经济。",
        "Liantu: where an industrial chain breaks, how sure that is, and which words say so.",
    ),
    epilog=tr(
        "退出码：0 完成 · 1 意外 · 2 输入不能用 · 3 没有找到 · 4 库不能用 · 130 中断",
        "Exit codes: 0 done · 1 unexpected · 2 unusable input · 3 not found · 4 store not usable · 130 interrupted",
    ),
)
@click.option(
    "--store",
    metavar="STORE",
    help=tr("库：文件或 neo4j://…（默认在用户数据目录，或 LIANTU_HOME）", "a file or neo4j://…"),
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help=tr("界面语言", "language"))
@click.version_option(package_name="liantu", prog_name="liantu")
def main(store: str | None, lang: str | None) -> None:
    """All commands; options are read by :mod:`api.cli.session` and :mod:`api.cli.lang`."""
    del store, lang


def run() -> None:
    """Entry point of the process: encodings, arguments that are no text, interruption, usage errors."""
    # A command lives for seconds and makes few cycles: the collector may look for them less often.
    gc.set_threshold(200_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if any("\udc80" <= char <= "\udcff" for word in sys.argv for char in word):
        click.echo(
            tr("错误：命令里有读不懂的字（不是 UTF-8）", "Error: the command holds bytes that are not UTF-8"), err=True
        )
        raise SystemExit(2)
    try:
        code = main.main(prog_name="liantu", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        click.echo(tr("已中断；库没有变", "interrupted; the store is unchanged"), err=True)
        raise SystemExit(130) from None
    except click.ClickException as error:
        if "--json" in sys.argv:
            problem = {"code": "UsageError", "message": error.format_message(), "where": ""}
            click.echo(json.dumps({"error": problem}, ensure_ascii=False), err=True)
        else:
            error.show()
        raise SystemExit(error.exit_code) from None
    raise SystemExit(code if isinstance(code, int) else 0)
