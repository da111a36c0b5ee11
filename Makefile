# make run     set up and start the dashboard     make test   set up and run every check
# make check   the quick checks: style, types, units, about two minutes
# make lint    put the code in shape and check it
# make data    build engine/data again            make hooks  check staged files before each commit
#
# VENV=… puts the environment elsewhere, PYTHON=… chooses its Python, SOURCE=… says where make data
# finds the game logs, PARTS=… which tables it builds (PARTS=calibration,defaults). Every target can
# be repeated: what is up to date is not done again.

VENV ?= .venv
SOURCE ?= ../shared/data
PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.14 python3.11,\
	$(if $(shell $(python) -c $(SUITS) 2>/dev/null),$(python))))
SUITS := 'import ensurepip, sys, venv; print("yes" * ((3, 11) <= sys.version_info[:2] <= (3, 14)))'

# Two test processes: the browser waits a lot, so two keep two cores at work.
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile
QUICK := tests/architecture tests/bugs tests/unit

BIN := $(VENV)/bin
LOCK := .github/requirements.lock
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint $(LOCK)
TYPED := engine pages
CODE := engine pages tests streamlit_app.py

.PHONY: run test check static data lint locked hooks clean
.DELETE_ON_ERROR:

run: $(VENV)/.compiled
	@$(BIN)/python -m streamlit run streamlit_app.py

# What is wrong at a glance is said first; the slow checks follow in one run.
test: static
	@$(BIN)/python -m tests.browser.chromium
	@$(PYTEST)

check: static
	@$(PYTEST) $(QUICK)

static: $(VENV)/.tested-with
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy $(TYPED)

data: $(VENV)/.tested-with
	@$(BIN)/python -m engine.pipeline --source $(SOURCE) $(if $(PARTS),--only $(PARTS))

lint: $(VENV)/.tested-with
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/mypy $(TYPED)

# The lock holds what is installed, whatever the requirements leave open (Linux, Python 3.11).
locked: $(VENV)/.tested-with
	@$(PIP) freeze | diff $(LOCK) -

hooks:
	@git config core.hooksPath .github/hooks

clean:
	@rm -rf $(VENV) artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Hardwood needs Python 3.11, 3.12, 3.13 or 3.14 with its venv\
	 module: install one, or name it with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runs-with: requirements.txt $(LOCK) | $(BIN)/python
	@echo "Installing what the dashboard needs …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.tested-with: requirements-dev.txt requirements.txt $(LOCK) | $(BIN)/python
	@echo "Installing what the checks need …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/.runs-with

# The kernel is compiled here, once, so that nobody waits for it in the browser. What can go wrong
# is said, and keeps nobody from the pages.
$(VENV)/.compiled: $(VENV)/.runs-with $(wildcard engine/*/*.py)
	@echo "Compiling the game …"
	@{ $(BIN)/python -m engine universe --season 2026 --universe 0 && \
		$(BIN)/python -m engine replay --season 2026 --a 1276 --b 1163 --universe 0 && \
		$(BIN)/python -m engine pool best --season 2026; } \
		>/dev/null && touch $@ || true
