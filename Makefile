# Two commands: `make demo` does the main job, `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test lint types server browser bench clean

help:  ## 列出命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新版本 / Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev -e ".[py2neo]"
	@touch $(READY)

setup: $(READY)  ## 在 .venv 里装好环境

demo: $(READY)  ## 从函件到补链答案：终端看结果，out/ 看图表
	@$(BIN)/liantu demo --out out

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

test: lint types server browser  ## 规范、类型与全部测试
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile --ignore tests/web
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile tests/web  # by themselves: the driver of browsers keeps an event loop

server: $(READY)  # Java and Maven for the tests on a real Neo4j server, where they may be installed
	@bash tests/server/prepare.sh

browser: $(READY)  # a Chromium for the tests of the pages, where it may be installed
	@bash tests/web/prepare.sh

bench: $(READY)  ## 计时（同一次运行里的比值）
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache
