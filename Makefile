PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make constraints'
CORE := src/hiring/domain/*,src/hiring/application/*

.DEFAULT_GOAL := help
.PHONY: help install demo test test-slow check bench bench-serve chaos fuzz constraints clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## Set up .venv with everything (PYTHON=python3.12 chooses the interpreter)

demo: $(INSTALLED) ## Run the whole pipeline on generated data, into demo-output/
	@$(BIN)/hiring-cli demo --out demo-output

test: $(INSTALLED) ## Run the tests with branch coverage; domain and application need 95 %
	@$(BIN)/python -m pytest --cov --cov-report=
	@$(BIN)/coverage report --include='$(CORE)' --fail-under=95

test-slow: $(INSTALLED) ## Run the tests that take long
	@$(BIN)/python -m pytest -m slow

chaos: $(INSTALLED) ## Kill, stop and cut off real processes under load: 200 faults, disks that fill up
	@$(BIN)/python -m pytest tests/chaos -m 'slow or not slow'

fuzz: $(INSTALLED) ## Send 100,000 mutated requests, 10,000 canaries, and what the schema allows
	@$(BIN)/python -m pytest tests/fuzz -m slow

check: $(INSTALLED) ## Lint, format, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(INSTALLED) ## Measure speed and memory
	@$(BIN)/python -m benchmarks

bench-serve: $(INSTALLED) ## Measure the HTTP service against a bare handler, and its memory
	@$(BIN)/python -m benchmarks serve --memory

constraints: ## Resolve constraints*.txt anew, for every platform and Python 3.11 to 3.14
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && \
	"$$tools/bin/python" -m pip --disable-pip-version-check --quiet install uv && \
	"$$tools/bin/uv" $(LOCK) --all-extras --output-file constraints.txt pyproject.toml && \
	"$$tools/bin/uv" $(LOCK) --no-annotate --constraint constraints.txt --extra all \
		--output-file constraints-runtime.txt pyproject.toml && \
	echo hatchling | "$$tools/bin/uv" $(LOCK) --no-annotate --constraint constraints.txt \
		--output-file constraints-build.txt -

clean: ## Remove the environment, caches and the demo's output
	@rm -rf $(VENV) demo-output dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'hiring needs Python 3.11 or newer as $(PYTHON); choose another: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'hiring needs the venv module of $(PYTHON); on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# Two steps: pip checks hashes for all requirements or for none, and the project itself has none.
$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/pip
	@$(BIN)/python -c 'import ctypes, sys; sys.platform == "linux" and ctypes.CDLL("libgomp.so.1")' 2>/dev/null || \
		{ echo 'hiring needs the system library libgomp (for LightGBM); on Debian and Ubuntu: apt-get install libgomp1' >&2; exit 1; }
	@echo 'Installing into $(VENV): a minute or two the first time' >&2
	@$(PIP) install --require-hashes --requirement constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
