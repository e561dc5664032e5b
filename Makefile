# Two commands on a fresh machine: `make demo` and `make test`. Everything is set up in .venv on the way.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: help setup setup-browser demo test test-full check format bench bench-full lock screenshots docs clean

help:  ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup:  ## Install the locked dependencies and copnet itself into .venv
	@PYTHON=$(PYTHON) sh scripts/setup.sh

setup-browser: setup  ## Find Chromium, or install Debian's
	@sh scripts/setup-browser.sh

demo: setup  ## Load the sample community and serve it on this computer
	$(BIN)/copnet demo

test: setup-browser  ## Every test suite at CI size, with a real Neo4j and a real Chromium
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not full"

test-full: setup-browser  ## Every test suite at full size
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: setup  ## Lint, types, import directions, docs and lock in step
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python -m scripts.docs --check
	$(BIN)/python -m scripts.check_lock

format:  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs:  ## Write the generated pages in docs/
	$(BIN)/python -m scripts.docs

bench: setup  ## Compare speed with the peers in one run; writes docs/performance.md
	$(BIN)/python -m tests.bench

bench-full: setup  ## The same with 30,000 and 300,000 people; takes half an hour
	$(BIN)/python -m tests.bench --full

screenshots: setup-browser  ## Draw docs/images again
	$(BIN)/python -m scripts.screenshots

lock: setup  ## Resolve the dependencies again into requirements*.lock
	sh scripts/lock.sh

clean:  ## Remove what was built here
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
