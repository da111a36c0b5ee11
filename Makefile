# make run    set up and start the dashboard      make test   set up and run every check
# make data   build engine/data again             make lint   put the code in shape and check it
#
# VENV=… puts the environment elsewhere, PYTHON=… chooses its Python, SOURCE=… says where make data
# finds the game logs, PARTS=… which tables it builds (PARTS=calibration,defaults). Every target can
# be repeated: what is up to date is not done again.

VENV ?= .venv
SOURCE ?= ../shared/data
PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.14 python3.11,\
	$(if $(shell $(python) -c $(SUITS) 2>/dev/null),$(python))))
SUITS := 'import ensurepip, sys, venv; print("yes" * ((3, 11) <= sys.version_info[:2] <= (3, 14)))'

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CODE := engine pages tests streamlit_app.py

.PHONY: run test data lint clean
.DELETE_ON_ERROR:

run: $(VENV)/.compiled
	@$(BIN)/python -m streamlit run streamlit_app.py

test: $(VENV)/.tested-with
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy engine
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest -n 2 --dist loadfile

data: $(VENV)/.tested-with
	@$(BIN)/python -m engine.pipeline --source $(SOURCE) $(if $(PARTS),--only $(PARTS))

lint: $(VENV)/.tested-with
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/mypy engine

clean:
	@rm -rf $(VENV) artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Hardwood needs Python 3.11, 3.12, 3.13 or 3.14 with its venv\
	 module: install one, or name it with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runs-with: requirements.txt | $(BIN)/python
	@echo "Installing what the dashboard needs …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tested-with: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the checks need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.runs-with

# The kernel is compiled here, once, so that nobody waits for it in the browser. What can go wrong
# is said, and keeps nobody from the pages.
$(VENV)/.compiled: $(VENV)/.runs-with $(wildcard engine/*/*.py)
	@echo "Compiling the game …"
	@{ $(BIN)/python -m engine universe --season 2026 --universe 0 && \
		$(BIN)/python -m engine replay --season 2026 --a 1276 --b 1163 --universe 0; } \
		>/dev/null && touch $@ || true
