# `make help` lists what can be asked for. Windows: use the commands of README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test fast check format sample

help:  ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(BIN)/streamlit: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -r requirements.txt
	@touch $@

$(BIN)/pytest: requirements-dev.txt requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -r requirements-dev.txt
	@touch $@

run: $(BIN)/streamlit  ## start the board, filled with the sample county until the county's own sheets come
	$(BIN)/streamlit run app.py

test: $(BIN)/pytest  ## every test, browsers too
	$(BIN)/python -m pytest

fast: $(BIN)/pytest  ## the tests without a browser
	$(BIN)/python -m pytest -m "not e2e"

check: $(BIN)/pytest  ## what must hold before a commit: lint, types, SQL, fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint queries
	$(BIN)/python -m pytest -m "not e2e"

format: $(BIN)/pytest  ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(BIN)/pytest  ## make the sample county's files anew (the same bytes every time)
	$(BIN)/python data/samples/yunling/generate.py
