# Two commands: `make run` serves the app, `make test` runs the whole suite. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test build demo screenshots samples clean

run: .venv/run.stamp
	$(BIN)/python -m mapping serve

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m mapping build
	MAPPING_PROCESSED=$(CURDIR)/data/processed $(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/browser
	MAPPING_PROCESSED=$(CURDIR)/data/processed $(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

build: .venv/run.stamp
	$(BIN)/python -m mapping build

demo: .venv/run.stamp
	$(BIN)/python -m mapping demo

screenshots: .venv/test.stamp
	$(BIN)/python -m tests.gallery

samples: .venv/test.stamp
	$(BIN)/python -m tests.samples

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv data/processed/surabaya data/processed/batang
