# `make help` lists what there is. GNU make 3.81 or later, any POSIX shell. Every path is relative to this folder, so its
# name may hold spaces.
#
#   PYTHON=/path/to/python3   take this Python and no other
#   UV=                       install with pip even where uv is there

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

MINIMUM := 3.11
CANDIDATES := $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python)
UV ?= $(shell command -v uv 2>/dev/null)
bin := .venv/bin
ready := .venv/.ready

.PHONY: help setup reports test coverage check fix lab serve bench data lock clean

help:  ## this list
	@echo "Usage: make TARGET"
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

setup: $(ready)  ## make .venv from requirements.lock (the others do it by themselves)

reports: $(ready)  ## the main job: check the data, judge, write the reports for Romania
	@echo "Reports for Romania. First the real organisations, then invented ones in a folder of their own."
	@$(bin)/benchlib reports data/portfolio --where country=RO --edition romania; real=$$?; \
	$(bin)/benchlib sample reports/synthetic-portfolio --clusters 1226 --seed 1 && \
	$(bin)/benchlib reports reports/synthetic-portfolio --where country=RO --edition romania-synthetic; invented=$$?; \
	echo; echo "Open in a browser (no server needed):"; \
	for edition in romania romania-synthetic; do \
	  page="reports/$$edition/index.html"; \
	  if [ -f "$$page" ]; then echo "  $$PWD/$$page"; else echo "  $$edition: no page was written"; fi; \
	done; \
	[ $$real -eq 0 ] && [ $$invented -eq 0 ]

test: $(ready)  ## all tests, then the research notebooks
	@echo "Tests. Those that need a program this machine lacks are skipped and say so."
	@$(bin)/python -m pytest -rs
	@if ls notebooks/research/*.ipynb >/dev/null 2>&1; then \
	  echo "Research notebooks: do they still give what they show?"; \
	  JUPYTER_DEFAULT_PROVISIONER_NAME=benchlib-forked BENCHLIB_WARM=benchlib.present.warming:research \
	  $(bin)/python -m pytest --nbval --nbval-current-env notebooks/research -p no:randomly; \
	fi

coverage: $(ready)  ## the tests with the lines of benchlib that they miss; fails below 90 %
	@$(bin)/python -m pytest --cov=benchlib --cov-report=term-missing:skip-covered --cov-fail-under=90

check: $(ready)  ## lint, format and types
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

fix: $(ready)  ## repair what lint and format can repair
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

lab: $(ready)  ## JupyterLab on the notebooks
	$(bin)/jupyter-lab notebooks

serve: $(ready)  ## the pages for managers, assessors, peers and policy makers, behind personal links
	$(bin)/benchlib serve

bench: $(ready)  ## every benchmark beside what one would write instead; installs the tools it compares with
	@if [ -n "$(UV)" ]; then \
	  "$(UV)" pip install --quiet --python $(bin)/python -r benchmarks/requirements.txt; \
	else \
	  $(bin)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt; \
	fi
	@for file in benchmarks/bench_*.py; do \
	  if [ ! -f "$$file" ]; then echo "No benchmarks here yet."; break; fi; \
	  echo "$$file"; $(bin)/python "$$file" || exit 1; \
	done

data: $(ready)  ## make the shipped tables again from the published lists
	$(bin)/python -m benchlib.tables.registry
	$(bin)/python -m benchlib.synthetic.sample
	$(bin)/python -m benchlib.compare.index.examples

lock:  ## make requirements.lock again from pyproject.toml (needs uv)
	@[ -n "$(UV)" ] || { echo "make lock needs uv: install it with 'pip install uv', then try again." >&2; exit 1; }
	"$(UV)" pip compile pyproject.toml --extra test --universal --python-version $(MINIMUM) --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

clean:  ## remove .venv and caches; reports and data stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	find benchlib tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment -------------------------------------------------------------------------------------------------
# .venv/.ready is written last and holds the folder's path, so that an interrupted setup, a moved folder or a Python that
# is gone do not count as ready. It starts from nothing each time: nothing of an older lock stays behind. The lock is whole,
# so no dependency is looked for (older pips would look for what an extra of a locked package asks for, and fail).

ifneq "$(shell test -x $(bin)/python && cat $(ready) 2>/dev/null)" "$(realpath .)"
.PHONY: $(ready)
endif

# Sets $python to the first candidate that will do, otherwise says what was found and ends. The real file behind links is
# taken, because the candidate may be the one in .venv that is about to be removed.
define find_python
python=; found=; \
for candidate in $(CANDIDATES); do \
  version=$$("$$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
  "$$candidate" -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(MINIMUM)".split("."))))' \
    || { found="$$found  $$candidate is Python $$version, too old\n"; continue; }; \
  [ -n "$(UV)" ] || "$$candidate" -c 'import ensurepip, venv' 2>/dev/null \
    || { found="$$found  $$candidate is Python $$version, without the venv module\n"; continue; }; \
  python=$$("$$candidate" -c 'import os, sys; print(os.path.realpath(sys.executable))'); break; \
done; \
if [ -z "$$python" ]; then { \
  echo "This needs Python $(MINIMUM) or later with the venv module. Found:"; \
  printf "$${found:-  none of: $(subst ",,$(CANDIDATES))\n}"; \
  echo "How to get it:"; \
  echo "  Debian, Ubuntu:  sudo apt install python3 python3-venv"; \
  echo "  Fedora:          sudo dnf install python3"; \
  echo "  macOS:           brew install python@3.13"; \
  echo "  conda:           conda env create -f environment.yml"; \
  echo "or name one that is elsewhere:  make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3"; \
  } >&2; exit 1; \
fi
endef

$(ready): requirements.lock pyproject.toml
	@$(find_python); \
	echo "[1/4] Environment .venv with Python $$version ($$python)"; \
	rm -f $(ready); rm -rf .venv; \
	if [ -n "$(UV)" ]; then "$(UV)" venv --quiet --python "$$python" .venv; else "$$python" -m venv .venv; fi
	@total=$$(grep -c '==' requirements.lock); \
	if [ -n "$(UV)" ]; then \
	  echo "[2/4] Packages of requirements.lock with uv: up to $$total"; \
	  "$(UV)" pip install --python $(bin)/python --compile-bytecode --no-deps --require-hashes -r requirements.lock; \
	else \
	  echo "[2/4] Packages of requirements.lock with pip: up to $$total; a minute or a few"; \
	  { PYTHONUNBUFFERED=1 $(bin)/python -m pip install --disable-pip-version-check --no-input --compile --no-deps \
	      --require-hashes -r requirements.lock; echo "ended $$?"; } \
	  | { n=0; code=1; while read -r word rest; do case "$$word" in \
	        Collecting|Processing) n=$$((n + 1)); [ $$((n % 25)) -ne 0 ] || echo "      $$n fetched";; \
	        Installing) echo "      $$n fetched; unpacking them";; \
	        ended) code=$$rest;; \
	      esac; done; exit $$code; }; \
	fi
	@echo "[3/4] benchlib itself, as it stands in this folder"
	@if [ -n "$(UV)" ]; then \
	  "$(UV)" pip install --quiet --python $(bin)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(bin)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@echo "[4/4] First start: byte code and the list of fonts"
	@$(bin)/python -m compileall -q benchlib
	@$(bin)/python -c "import benchlib, matplotlib.font_manager"
	@echo "$(realpath .)" > $(ready)
