"""What every command shares: where the store is, how results and errors are printed."""

from __future__ import annotations

import functools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

import click

from api.cli.lang import LANG, tr
from graph.errors import InputError, LiantuError
from graph.opening import open_store
from graph.store import Store

P = ParamSpec("P")
R = TypeVar("R")
_JSON = "liantu.json"
STORE_NAME = "liantu.lbug"


def store_place(given: str | None = None) -> str:
    """Where the store is: ``--store``, ``LIANTU_STORE``, ``LIANTU_HOME``, else the user's data folder."""
    named = given or os.environ.get("LIANTU_STORE")
    if named:
        return named
    home = os.environ.get("LIANTU_HOME")
    if home:
        return str(Path(home) / STORE_NAME)
    import platformdirs

    return str(Path(platformdirs.user_data_dir("liantu", appauthor=False)) / STORE_NAME)


def store_named() -> str:
    """Return the place of the store that the command names."""
    return store_place(click.get_current_context().find_root().params.get("store"))


def home() -> Path:
    """Return the folder of what is kept beside the store that the command names."""
    from api.settings import home_of

    return home_of(store_named(), os.environ)


def open_for(*, write: bool = False) -> Store:
    """Open the store that the command names."""
    return open_store(store_named(), read_only=not write)


def no_chains() -> InputError:
    """The refusal of a store that holds no chain at all."""
    return InputError(
        "库里还没有产业链", "the store holds no chain", do_zh="请先运行 liantu build", do_en="Run liantu build"
    )


def as_json() -> bool:
    """Whether the command was asked for JSON."""
    return bool(click.get_current_context().meta.get(_JSON))


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--json`` to a command; read it by :func:`as_json`."""
    text = tr("输出 JSON", "print JSON")
    option = click.option("--json", "json_", is_flag=True, expose_value=False, callback=_keep, help=text)
    return option(command)


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> object:
    context.meta[_JSON] = value
    return value


def emit(value: object) -> None:
    """Print a value as JSON, Chinese unescaped."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(text: str = "") -> None:
    """Print a line for people."""
    click.echo(text)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    wrap: int | Collection[int] | None = None,
) -> None:
    """Print a table whose columns line up with Chinese text in them.

    Args:
        columns: headings.
        rows: cells; None prints empty.
        title: a line above.
        wrap: index of the column that takes the width that is left and wraps, or of several that share it.
    """
    rows = list(rows)
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    wide = os.environ.get("COLUMNS", "")
    width = None if sys.stdout.isatty() else max(int(wide), 40) if wide.isdigit() else 150
    drawn = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    wrapped = range(len(columns)) if wrap is None else [wrap] if isinstance(wrap, int) else wrap
    for at, name in enumerate(columns):
        drawn.add_column(name, overflow="fold", no_wrap=at not in wrapped, ratio=1 if at == wrap else None)
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(width=width, highlight=False, markup=False, emoji=False).print(drawn)


def progress(text: str) -> None:
    """Show what is being done, on a terminal only."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", nl=False, err=True)


def progress_done() -> None:
    """Clear the progress line."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def guarded(run: Callable[P, R]) -> Callable[P, R]:
    """Turn refusals into one clear message on standard error and the documented exit code."""

    @functools.wraps(run)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return run(*args, **kwargs)
        except LiantuError as error:
            progress_done()
            report(error)
            raise SystemExit(error.exit_code) from error
        except BrokenPipeError:
            sys.stderr.close()
            raise SystemExit(0) from None
        except KeyboardInterrupt:
            progress_done()
            click.echo(tr("已中断；库没有变", "interrupted; the store is unchanged"), err=True)
            raise SystemExit(130) from None
        except MemoryError:
            click.echo(tr("内存不够", "out of memory"), err=True)
            raise SystemExit(1) from None
        except click.ClickException:
            raise
        except Exception as error:
            if os.environ.get("LIANTU_DEBUG"):
                raise
            progress_done()
            what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            click.echo(
                tr(f"没有料到的错误：{what}。请连同命令一起告诉我们（LIANTU_DEBUG=1 显示细节）", f"unexpected: {what}"),
                err=True,
            )
            raise SystemExit(1) from None

    return inner


def report(error: LiantuError) -> None:
    """Print a refusal on standard error, as JSON where JSON was asked for."""
    context = click.get_current_context(silent=True)
    if "--json" in sys.argv or (context is not None and context.meta.get(_JSON)):
        problem: dict[str, Any] = {"code": error.code, "message": error.message(LANG), "where": error.where}
        click.echo(json.dumps({"error": problem}, ensure_ascii=False), err=True)
    else:
        click.echo(tr("错误：", "Error: ") + error.message(LANG), err=True)


def write_out(text: str | bytes, path: Path | None) -> None:
    """Write to a file, whole or not at all, or print when no file is named.

    Raises:
        InputError: the file cannot be written.
    """
    if path is None:
        click.echo(text, nl=not str(text).endswith("\n"))
        return
    data = text.encode() if isinstance(text, str) else text
    stream_out(lambda file: file.write(data), path)


def stream_out(write: Callable[[IO[bytes]], R], path: Path | None) -> R:
    """Let something write to a file, whole or not at all, or to standard output when no file is named.

    Raises:
        InputError: the file cannot be written.
    """
    if path is None:
        sys.stdout.flush()
        return write(sys.stdout.buffer)
    try:
        target = path.resolve()
        if target.is_dir() or not path.name:
            raise IsADirectoryError(0, "这里是文件夹")
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                return write(file)  # a device or a pipe takes what it is given
        target.parent.mkdir(parents=True, exist_ok=True)
        return _replace(target, write)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"文件写不进去：{reason}", f"cannot write: {reason}", where=str(path), do_zh="请换一个位置"
        ) from error


def _replace(target: Path, write: Callable[[IO[bytes]], R]) -> R:
    """Put what is written in the place of a file, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=target.name + ".", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            done = write(file)
        part.chmod(target.stat().st_mode if target.exists() else 0o644)
        part.replace(target)
        return done
    except BaseException:
        part.unlink(missing_ok=True)
        raise
