# Every target sets up what it needs in .venv; Python 3.11 or newer, pip and make are enough to begin with.
#   make test PYTHON=python3.13        another interpreter (after `make clean`)
#   make test PYTEST_ARGS="-x -k span" other options for pytest

PYTHON ?= python3
PYTEST_ARGS ?= -n auto --dist worksteal
BROWSER_TESTS ?= browser

VENV := .venv
BIN := $(VENV)/bin
BASELINE := examples/coalition/baseline.claims.json
REVISED := examples/coalition/baseline-revised.txt
RAW := examples/coalition/2026-01-08-moscow.txt
DRAFT := $(VENV)/moscow.claims.json
DEMO := build/demo
FOLLOW_UPS := $(sort $(filter-out $(BASELINE),$(wildcard examples/coalition/*.claims.json)))

.PHONY: help test browser large demo pictures lint format bench docs docs-check coverage dev clean
.DEFAULT_GOAL := help

help:
	@echo 'make test      the test suite, with the examples of README and docs'
	@echo 'make browser   all tests of pages in a real browser; test runs the quick ones of them'
	@echo 'make demo      compare the example with each follow-up and with raw texts, carry it, track it; pages of all that'
	@echo 'make pictures  the pictures of the README, by headless Chromium'
	@echo 'make lint      ruff and mypy'
	@echo 'make format    let ruff rewrite what it can'
	@echo 'make bench     the benchmarks'
	@echo 'make docs      generated pages, then HTML in docs/_build/html'
	@echo 'make large     the tests on very large files'
	@echo 'make coverage  which lines the tests reach'
	@echo 'make dev       everything for development in .venv'
	@echo 'make clean     remove what the other targets made'

# Debian's python3 may come without ensurepip: then the pip at hand fills the environment. pip is upgraded first,
# because --group needs pip 25.1.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit("claimtrack needs Python 3.11 or newer; try make PYTHON=python3.13" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV) || { \
	    $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

# One stamp for each dependency group; the package itself is installed editable.
$(VENV)/.package: $(VENV)/.created pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.group-%: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group $*
	@touch $@

# Documentation examples share names from one block to the next, so a page must stay in one process.
test: $(VENV)/.group-test
	$(BIN)/python -m pytest tests $(PYTEST_ARGS)
	$(BIN)/python -m pytest README.md docs

# The reason of a skip is told: no Chromium, or no driver for one.
browser: $(VENV)/.group-test
	$(BIN)/python -m pytest -m $(BROWSER_TESTS) tests/browser $(PYTEST_ARGS)

large: $(VENV)/.group-test
	$(BIN)/python -m pytest -m large tests

demo: $(VENV)/.package
	$(BIN)/claimtrack validate examples/coalition
	@set -e; for later in $(FOLLOW_UPS); do \
	    echo; echo "\$$ claimtrack compare $(BASELINE) $$later"; \
	    $(BIN)/claimtrack compare $(BASELINE) "$$later"; \
	done
	@echo; echo '$$ claimtrack carry $(BASELINE) $(REVISED)'; \
	    $(BIN)/claimtrack carry $(BASELINE) $(REVISED) || [ $$? = 1 ] # 1: a sentence was deleted, its claims are lost
	@echo; echo '$$ claimtrack compare $(BASELINE) $(REVISED) --as version'; \
	    $(BIN)/claimtrack compare $(BASELINE) $(REVISED) --as version
	@echo; echo '$$ claimtrack draft $(RAW) -o $(DRAFT)'; \
	    $(BIN)/claimtrack draft $(RAW) -o $(DRAFT)
	@echo; echo '$$ claimtrack show $(DRAFT)'; \
	    $(BIN)/claimtrack show $(DRAFT)
	@echo; echo '$$ claimtrack compare $(BASELINE) $(RAW)'; \
	    $(BIN)/claimtrack compare $(BASELINE) $(RAW)
	@echo; echo '$$ python bench/accuracy.py --example'; \
	    $(BIN)/python bench/accuracy.py --example
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@echo; echo '$$ claimtrack track add $(DEMO)/coalition.db examples/coalition'; \
	    $(BIN)/claimtrack track add $(DEMO)/coalition.db examples/coalition
	@echo; echo '$$ claimtrack track facts $(DEMO)/coalition.db --status strengthened'; \
	    $(BIN)/claimtrack track facts $(DEMO)/coalition.db --status strengthened
	@echo; echo '$$ claimtrack track check $(DEMO)/coalition.db --since 2026-01-08'; \
	    $(BIN)/claimtrack track check $(DEMO)/coalition.db --since 2026-01-08 || [ $$? = 1 ] # 1: facts are contested
	@echo; $(BIN)/claimtrack compare $(BASELINE) $(REVISED) --as version --html $(DEMO)/revised.html
	@$(BIN)/claimtrack compare $(BASELINE) $(RAW) --html $(DEMO)/raw.html
	@$(BIN)/claimtrack show $(DRAFT) --html $(DEMO)/draft.html
	@echo; echo '$$ claimtrack track pages $(DEMO)/coalition.db $(DEMO) --compare coalition-baseline'; \
	    $(BIN)/claimtrack track pages $(DEMO)/coalition.db $(DEMO) --compare coalition-baseline \
	        --title 'The coalition of the willing' \
	        --link revised.html 'The baseline and its revised text: what became of each claim' \
	        --link raw.html 'The baseline and a raw text, drafted for the comparison' \
	        --link draft.html 'The draft of that text'
	@echo; echo 'Open $(DEMO)/index.html in a browser: it links every page.'

pictures: $(VENV)/.group-test
	$(BIN)/python docs/pictures.py

lint: $(VENV)/.group-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.group-lint
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.group-bench
	$(BIN)/python bench/run.py

docs: $(VENV)/.group-docs
	$(BIN)/python docs/generate.py
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --fresh-env --quiet -b html docs docs/_build/html

docs-check: $(VENV)/.group-docs
	$(BIN)/python docs/generate.py --check

coverage: $(VENV)/.group-test
	$(BIN)/python -m coverage run -m pytest tests
	$(BIN)/python -m coverage report

dev: $(VENV)/.group-dev

clean:
	rm -rf $(VENV) docs/_build dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .nox
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +
