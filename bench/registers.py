"""Measure: a large register against the time to read its file and the engine's bare load of the same rows.

``python -m bench.registers [ROWS]`` makes a firm register (xlsx) and times, each
in a process of its own: reading it with the fastest reader that the product
keeps, COPY of csv files made beforehand of the very rows that a load writes,
the load into a store with places and chains, the same file again, and what is
derived from it. It prints seconds of wall and of processor, and the highest
memory of each process; only the ratios say anything about another machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIGNS = "明华宏达盛鑫泰恒瑞丰凯雅科立信安佳美德力星光海天金银龙凤顺通联创新东南粤利富"
WORDS = {
    "town": "石岐街道 东区街道 西区街道 小榄镇 黄圃镇 东凤镇 古镇镇 沙溪镇 坦洲镇 港口镇 三角镇 横栏镇 南头镇 阜沙镇",
    "trade": "电器 灯饰 照明 五金 塑料 家具 服装 电子 机械 包装 印刷 食品 医药 锁业 玻璃 化工 模具 新能源 智能科技",
    "product": "电饭煲 LED灯具 五金件 注塑件 办公家具 休闲服 线路板 数控机床 纸箱 智能锁 锂电池 传感器 变压器 电机",
    "class": "3851 3852 3853 3854 3855 3856 3857 3871 3872 2110 1830 3360 3985 3989 2231 2319 1411 2740",
    "form": "有限公司 有限公司 股份有限公司 厂",
    "header": "企业名称 统一社会信用代码 镇街 行业代码 主要产品 工业总产值（万元） 营业收入（万元） 从业人数（人）",
}


def register(path: Path, rows: int) -> None:
    """Write a register of firms: no two names and no two credit codes alike."""
    import xlsxwriter

    from loaders.tables.credit_code import check_digit

    chance = random.Random(7)  # noqa: S311 - the same register each time
    towns, trades, products, classes, forms, header = (words.split() for words in WORDS.values())
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("名录")
        page.write_row(0, 0, ["2024年规模以上工业企业名录"])
        page.write_row(1, 0, header)
        names: set[str] = set()
        while len(names) < rows:
            sign = "".join(chance.choices(SIGNS, k=chance.choice((2, 3, 4))))
            name = f"中山市{sign}{chance.choice(trades)}{chance.choice(forms)}"
            if name in names:
                continue
            names.add(name)
            body = f"91442000MA{len(names):07d}"
            made = "、".join(chance.sample(products, chance.choice((1, 1, 2, 3))))
            figures = chance.randrange(2000, 900_000), chance.randrange(2000, 900_000), chance.randrange(5, 3000)
            where = chance.choice(towns), chance.choice(classes)
            page.write_row(len(names) + 1, 0, [name, body + check_digit(body), *where, made, *figures])


def read_only(place: Path) -> dict[str, float]:
    """Read the file and nothing else."""
    import python_calamine

    def read() -> int:
        sheet = python_calamine.CalamineWorkbook.from_path(place / "f.xlsx").get_sheet_by_index(0)
        return sum(1 for _ in sheet.iter_rows())

    return timed(read)


def prepare(place: Path) -> dict[str, float]:
    """Write the rows of a load to csv files, and keep the statements that copy them."""
    from graph.embedded.copy_files import CopyFiles
    from graph.loading.stored import Stored
    from graph.loading.streaming import plans
    from loaders.tables.gazetteer import shipped_gazetteer
    from loaders.tables.mapping import read_mapping
    from loaders.tables.read import read_table
    from loaders.tables.reading.book import open_book

    statements: list[str] = []

    def keep(statement: str) -> None:
        found = re.search(r"FROM '([^']+\.csv)'", statement)
        if found:
            kept = place / f"kept-{len(statements)}.csv"
            os.link(found[1], kept)
            statements.append(statement.replace(found[1], kept.as_posix()))

    read = read_table(open_book(place / "f.xlsx"), read_mapping("firms"), shipped_gazetteer(), "f")
    stream = read.stream()
    files = CopyFiles(keep, place)
    for plan in plans(stream, Stored(lambda *_: (), set()), columns=True):
        files.take(plan)
    files.copy()
    (place / "statements.json").write_text(json.dumps(statements), encoding="utf-8")
    return {}


def bare(place: Path) -> dict[str, float]:
    """Copy the files into an empty store with the bare engine, with as many threads as it likes."""
    import ladybug

    step("empty", place)
    engine = ladybug.Connection(ladybug.Database(str(place / "bare.lbug"), buffer_pool_size=1 << 30))

    def copy() -> None:
        for statement in json.loads((place / "statements.json").read_text(encoding="utf-8")):
            engine.execute(statement)

    return timed(copy)


def empty(place: Path) -> dict[str, float]:
    """Make the empty store."""
    from graph.embedded.store import EmbeddedStore

    EmbeddedStore(place / "bare.lbug").close()
    return {}


def load(place: Path) -> dict[str, float]:
    """Load the register as the command line does, but for what is derived."""
    from graph.embedded.store import EmbeddedStore
    from loaders.tables.load import load_table
    from loaders.tables.mapping import read_mapping
    from loaders.tables.reading.book import open_book

    path = place / "f.xlsx"
    with EmbeddedStore(place / "store.lbug") as store:
        return timed(lambda: load_table(store, path, read_mapping("firms"), open_book(path)))


def derive(place: Path) -> dict[str, float]:
    """Derive what follows from the register."""
    from graph.embedded.store import EmbeddedStore
    from loaders.build import refresh

    with EmbeddedStore(place / "store.lbug") as store:
        return timed(lambda: refresh(store))


def base(place: Path) -> dict[str, float]:
    """Make a store with the places and chains that ship."""
    from graph.embedded.store import EmbeddedStore
    from loaders.build import shipped_batches

    with EmbeddedStore(place / "store.lbug") as store, store.staged():
        for batch in shipped_batches():
            store.load(batch)
    return {}


STEPS = {step.__name__: step for step in (read_only, prepare, empty, bare, base, load, derive)}


def timed(what: Callable[[], object]) -> dict[str, float]:
    """Return the seconds of wall and processor that something takes, and the process's highest memory in MB."""
    start, work = time.perf_counter(), time.process_time()
    what()
    taken = {"wall": time.perf_counter() - start, "processor": time.process_time() - work}
    status = Path("/proc/self/status")
    high = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    return taken | {"MB": int(high[1]) / 1024 if high else 0.0}


def step(name: str, place: Path) -> dict[str, float]:
    """Run a step in a process of its own."""
    command = [sys.executable, "-m", "bench.registers", "--step", name, str(place)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if found:
        print(
            f"{name:12} {found['wall']:8.1f} s {found['processor']:8.1f} s of processor {found['MB']:8.0f} MB",
            flush=True,
        )
    return found


def measure(rows: int) -> None:
    """Print all figures of a register of so many rows."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        register(place / "f.xlsx", rows)
        print(f"{rows} rows")
        step("prepare", place)
        step("base", place)
        least = [step("read_only", place), step("bare", place)]
        done = step("load", place)
        for clock in ("wall", "processor"):
            print(f"load / (read + bare), {clock}: × {done[clock] / sum(one[clock] for one in least):.2f}   ≤ 1.5")
        alone = least[1]["MB"]
        print(f"highest memory of the load: {done['MB']:.0f} MB   ≤ 400; the bare engine's process: {alone:.0f} MB")
        again = step("load", place)
        print(f"the same file again / first load: × {again['wall'] / done['wall']:.2f}")
        step("derive", place)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=[*STEPS], help=argparse.SUPPRESS)
    parser.add_argument("what", nargs="?", default="100000")
    given = parser.parse_args()
    gc.set_threshold(200_000, 50, 50)  # as the command line does
    if given.step:
        print(json.dumps(STEPS[given.step](Path(given.what))))
    else:
        measure(int(given.what))
