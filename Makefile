PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UPGRADE := --upgrade
LOCK := pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make constraints'
CORE := src/hiring/domain/*,src/hiring/application/*

.DEFAULT_GOAL := help
.PHONY: help install install-dask demo test test-slow check bench bench-short bench-serve chaos fuzz constraints clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# An interpreter that somebody chose is the one to be used; otherwise an environment stays as it was made.
CHOSEN := $(if $(filter file,$(origin PYTHON)),,--chosen)
install: ## Set up .venv with everything (PYTHON=python3.12 chooses the interpreter)
	@for python in $(PYTHON) $(if $(CHOSEN),,$(BIN)/python); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -I tools/install.py $(CHOSEN); \
		fi; \
	done; \
	echo 'hiring needs Python 3.11 or newer as $(PYTHON); choose another: make PYTHON=/path/to/python3' >&2; exit 1

# What the extra `dask` needs: its tests have it, `make demo` does not.
install-dask: install
	@$(BIN)/python -I tools/install.py --dask

demo: install ## Run the whole pipeline on generated data, into demo-output/
	@$(BIN)/hiring-cli demo --out demo-output

# Some tests wait more than they work: one process more than there are cores.
WORKERS = $$($(BIN)/python -c 'import os; print(1 + (os.cpu_count() or 1))')
test: install-dask ## Run the tests on all cores; those of the core cover 95 % of domain and application, branches included
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder \
		--cov=hiring.domain --cov=hiring.application --cov-report=
	@$(BIN)/coverage report --include='$(CORE)' --fail-under=95

test-slow: install-dask ## Run the tests that take long
	@$(BIN)/python -m pytest -m slow --hypothesis-profile=searching

chaos: install-dask ## Kill, stop and cut off real processes under load: 200 faults, 125 storms, disks that fill up
	@$(BIN)/python -m pytest tests/chaos -m 'slow or not slow'

fuzz: install ## Send 100,000 mutated requests, 10,000 canaries, and what the schema allows
	@$(BIN)/python -m pytest tests/fuzz -m slow --hypothesis-profile=searching

check: install ## Lint, format, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: install ## Measure speed and memory: one table of what is promised, and bench.json
	@$(BIN)/python -m benchmarks --json bench.json

bench-short: install ## Measure CPU times beside yardsticks: whether something became several times as slow
	@$(BIN)/python -m benchmarks short

bench-serve: install ## Measure the HTTP service against a bare handler, and its memory
	@$(BIN)/python -m benchmarks serve --memory

constraints: ## Resolve constraints*.txt anew, for every platform and Python 3.11 to 3.14 (UPGRADE= keeps pins that still fit)
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && \
	"$$tools/bin/python" -m pip --disable-pip-version-check --quiet install uv && \
	"$$tools/bin/uv" $(LOCK) --extra all --extra embedded --extra test --output-file constraints.txt pyproject.toml && \
	"$$tools/bin/uv" $(LOCK) --no-annotate --constraint constraints.txt --extra all \
		--output-file constraints-runtime.txt pyproject.toml && \
	"$$tools/bin/uv" $(LOCK) --no-annotate --constraint constraints.txt --extra dask \
		$$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' constraints-runtime.txt) \
		--output-file constraints-dask.txt pyproject.toml && \
	echo hatchling | "$$tools/bin/uv" $(LOCK) --no-annotate --constraint constraints.txt \
		--output-file constraints-build.txt -

clean: ## Remove the environment, caches and the demo's output
	@rm -rf $(VENV) demo-output dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
