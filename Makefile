# Seven Signs. `make` lists the commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SEVENSIGNS_DATA ?= data
export SEVENSIGNS_ADDRESS ?= 127.0.0.1
export PORT ?= 8501
# What Python compiles is kept: not all of it at the install, but each file when it is first used.
unexport PYTHONDONTWRITEBYTECODE
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r

.PHONY: help run workshop test fuzz soak check lint lock bench audit docs golden clean bench-workshop bench-load

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1	/' | expand -t 20

$(VENV)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install Python 3.11 or later, or say PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old. Install Python 3.11 or later, or say PYTHON=/path/to/python3." >&2; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { echo "The environment could not be made. On Debian and Ubuntu: apt-get install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/run: requirements.txt | $(VENV)/python
	@echo "Installing what the app needs ..."
	@$(INSTALL) requirements.txt || { echo "The requirements could not be installed. Is this machine online? Then run the command again." >&2; exit 1; }
	@touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt | $(VENV)/python
	@echo "Installing what the tests need ..."
	@$(INSTALL) requirements-dev.txt || { echo "The requirements could not be installed. Is this machine online? Then run the command again." >&2; exit 1; }
	@touch $@ $(VENV)/run

run: $(VENV)/run  ## serve the app on http://localhost:8501 (PORT, SEVENSIGNS_ADDRESS, SEVENSIGNS_DATA)
	@$(BIN)/python -m assessment serve

workshop: $(VENV)/run  ## serve it to the phones in this room, and print the address they reach
	@SEVENSIGNS_ADDRESS=0.0.0.0 $(BIN)/python -m assessment serve

test: $(VENV)/dev  ## install what the tests need and run every test, the browser's included
	@$(BIN)/python -m tests.browser.install
	@$(BIN)/python -m tests.nginx
	@# The tests are compiled meanwhile, which each worker would do again.
	@$(BIN)/python -m pytest --collect-only -q > /dev/null 2>&1 & \
	$(MAKE) --no-print-directory lint; linted=$$?; wait; exit $$linted
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

fuzz: $(VENV)/dev  ## look for what breaks, long: banks, answers, codes, PDF, CSV, backups, requests
	@FUZZ=long $(BIN)/python -m pytest --numprocesses 2 -m fuzz

soak: $(VENV)/dev  ## a minute of many who answer and some who attack (SOAK=seconds)
	@SOAK=$(or $(SOAK),60) $(BIN)/python -m pytest tests/test_soak.py

lint: $(VENV)/dev  ## ruff, mypy --strict and the import contracts
	@echo "Checking style, types and the direction of the imports ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: $(VENV)/run  ## look for problems in the question banks
	@$(BIN)/python -m assessment check

bench: $(VENV)/dev  ## measure speed and size, and print a table
	@$(BIN)/python -m bench

bench-workshop: $(VENV)/dev  ## measure a workshop with 200 phones, about 10 minutes (QUICK=1: 30 phones, 2 minutes)
	@$(BIN)/python -m bench workshop $(if $(QUICK),--quick)

bench-load: $(VENV)/dev  ## measure 500 people at once, two processes on PostgreSQL, and an abuser, about 20 minutes (QUICK=1)
	@$(BIN)/python -m bench load $(if $(QUICK),--quick)

lock: $(VENV)/dev  ## renew deploy/requirements.lock, requirements.txt with the hashes of all files, for any platform
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.txt -o .lock
	@(sed -n '/^#/p' deploy/requirements.lock; cat .lock) > .lock.new && mv .lock.new deploy/requirements.lock && rm .lock

audit: $(VENV)/dev  ## check the pinned packages against known vulnerabilities; says "skipped" where none can be asked for
	@$(BIN)/python -m tools.audit

docs: $(VENV)/dev  ## renew the generated documents, the pictures and the sample PDF
	@$(BIN)/python -m tools.docs

clean:  ## remove the environment and caches, never the data
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
