# KamLab. `make` lists the targets; each of them does its own set-up first.
#   make demo PYTHON=/path/to/python3.12     chooses the Python that .venv is made with
#   make test WORKERS=4                      chooses how many tests run at a time
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/kamlab-ready
WORKERS ?= auto
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist loadfile
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

# The stamp holds the folder it was made in: a moved, broken or half-made environment
# is set up again, a whole one is left alone until the lock or pyproject.toml changes.
MADE_IN := $(shell $(PY) -c 'print(open("$(STAMP)").read())' 2>/dev/null)
ifneq "$(MADE_IN)" "$(CURDIR)"
.PHONY: $(STAMP)
endif

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

.PHONY: demo
demo: ready ## run every report on the bundled company: build/demo/index.html
	$(PY) -m kamlab demo

.PHONY: test
test: ready ## the quick tests, under ten minutes
	$(PYTEST) -m "not slow and not long"

.PHONY: test-all
test-all: ready ## the slow tests as well
	$(PYTEST) -m "not long"

.PHONY: test-long
test-long: ready ## only the very long ones: many seeds, many kills
	$(PYTEST) -m long

.PHONY: lint
lint: ready ## style, types, and whether generated text is in step
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) docs/generate.py --check

.PHONY: docs
docs: ready ## write what is generated: dictionary, tables in the docs, parameters cells
	$(PY) docs/generate.py

.PHONY: pictures
pictures: demo ## run the demo and put its charts on one sheet: docs/pictures.png
	$(PY) docs/pictures.py build/demo

.PHONY: lock
lock: ready ## resolve requirements.lock anew (UPGRADE=--upgrade takes newer versions)
	$(PY) -m uv pip compile --universal --fork-strategy fewest --generate-hashes \
	  --no-header --python-version 3.11 --extra dev --extra xlsx $(UPGRADE) \
	  --quiet --output-file requirements.lock pyproject.toml

.PHONY: ready
ready: $(STAMP) ## set up .venv and nothing else
	@$(PY) -m compileall -q kamlab

$(STAMP): requirements.lock pyproject.toml
	@$(PY) -c '$(SUITABLE)' 2>/dev/null || { \
	  if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; \
	  else set -- python3 python3.13 python3.12 python3.11 python; fi; \
	  for python; do \
	    if "$$python" -c '$(SUITABLE)' 2>/dev/null; then break; fi; python=; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "KamLab needs Python 3.11, 3.12 or 3.13 with its venv module (Debian," \
	      "Ubuntu: apt install python3-venv); none was found among: $$*." \
	      "Name one with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv --clear $(VENV); \
	}
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip
	@echo "Installing the packages of requirements.lock (once; a few minutes)"
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --python $(PY) --require-hashes --compile-bytecode \
	    -r requirements.lock; \
	else \
	  $(PY) -m pip install --disable-pip-version-check --require-hashes \
	    -r requirements.lock; \
	fi
	@$(PY) -m pip install --disable-pip-version-check --quiet \
	  --no-deps --no-build-isolation -e .
	@printf '%s\n' "$(CURDIR)" > $(STAMP)

.PHONY: clean
clean: ## remove build/, dist/ and caches; .venv stays
	rm -rf build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find kamlab tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
