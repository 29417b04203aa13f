# Everything that is done with this project, by name: "make help" lists it.
#
# "make demo" and "make test" need Python 3.11 or later, and nothing else: they make an environment of their
# own in .venv from requirements.lock, whose hashes pip checks.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO ?= demo
DEMO_FORMATS = film.html film.xlsx film.cuesheet.csv film.csv film.m3u8 film.srt film.chapters.xml film.md film.edl film.otio film.labels.txt
PIP_INSTALL = $(BIN)/python -m pip --disable-pip-version-check install --quiet --root-user-action=ignore
PIP_LOCKED = $(PIP_INSTALL) --require-hashes --only-binary :all:
# a file's tests stay together, since they share what is slow to make; four hold about 5 GB
ON_EVERY_CORE = -n auto --maxprocesses 4 --dist loadfile
LOCKED = requirements.lock pyproject.toml .ci/select_locked.py

.DEFAULT_GOAL := help
.PHONY: help demo test test-uncompiled lint types layers house wheel front docs site docs-check check evaluation bench changelog lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is $$($(PYTHON) --version 2>&1), Cuespotter needs Python 3.11 or later; say which one: make PYTHON=/path/to/python3"; exit 2; }
	@echo "Making an environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "$(PYTHON) cannot make an environment; on Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 2; }

$(VENV)/core.lock: $(LOCKED) | $(BIN)/python
	@echo "Installing what Cuespotter needs (about 160 MB, once) ..."
	@$(BIN)/python .ci/select_locked.py core sheets web > $@.new
	@$(PIP_LOCKED) -r $@.new
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@mv $@.new $@

$(VENV)/all.lock: $(VENV)/core.lock
	@echo "Installing what the tests and checks need (about 140 MB, once) ..."
	@$(BIN)/python .ci/select_locked.py all > $@.new
	@$(PIP_LOCKED) -r $@.new
	@mv $@.new $@

demo: $(VENV)/core.lock ## index the sample library, identify the sample film, write demo/, compare with the truth
	@rm -rf $(DEMO)
	@echo; echo "1. cuespotter add sample/library"
	@$(BIN)/cuespotter add sample/library --library $(DEMO)/library
	@echo; echo "2. cuespotter identify sample/film.mkv"; echo
	@$(BIN)/cuespotter identify sample/film.mkv --title "The Needle and the Groove" --library $(DEMO)/library --json $(DEMO)/film.json
	@for name in $(DEMO_FORMATS); do \
		$(BIN)/cuespotter export film.mkv $(DEMO)/$$name --library $(DEMO)/library --quiet || exit 1; done
	@echo; echo "3. Compared with what really plays (sample/film.truth.json)"; echo
	@$(BIN)/python -m sample.compare $(DEMO)/film.json
	@echo; echo "Written to $(DEMO)/: film.json, the canonical document; film.html, a page to open in a browser;"
	@echo "$(filter-out film.html,$(DEMO_FORMATS))"
	@echo; echo "See, hear and correct it in the browser:"
	@echo "  $(BIN)/cuespotter serve --open --library $(DEMO)/library"
	@echo; echo "Now with your own music and film:"
	@echo "  $(BIN)/cuespotter add ~/Music"
	@echo "  $(BIN)/cuespotter identify path/to/film.mkv"
	@echo "  $(BIN)/cuespotter export film.mkv film.html"
	@echo "Guides: docs/guide-soundtrack-lover.md, docs/guide-cue-sheet.md, docs/guide-archivist.md"

test: $(VENV)/all.lock ## run the tests
	@$(BIN)/python -m pytest $(ON_EVERY_CORE)
	@echo; echo "The tests pass. What to try next: \"make demo\" walks the whole way on the sample film;"
	@echo "then \"$(BIN)/cuespotter add ~/Music\" and \"$(BIN)/cuespotter identify path/to/film.mkv\" on your own."

test-uncompiled: $(VENV)/all.lock ## run the kernels' tests without compiling them
	@NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest --quiet tests/property -k kernel

lint: $(VENV)/all.lock ## check the code's style and form
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/all.lock ## check the types
	@$(BIN)/mypy

layers: $(VENV)/all.lock ## check that rooms import only downward
	@$(BIN)/lint-imports

wheel: $(VENV)/all.lock ## build wheel and sdist, install them in clean environments, with each extra
	@$(BIN)/python .ci/wheels.py

house: $(VENV)/all.lock ## measure files, functions and doors, and hold them to their bounds
	@$(BIN)/python .ci/house.py

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo "the desk's modules are checked with node and npm, which are not installed; on Debian and Ubuntu: apt install nodejs npm"; exit 2; }
	@echo "Installing what checks the review desk's modules (about 50 MB, once) ..."
	@npm ci --ignore-scripts --silent

front: node_modules/.package-lock.json ## check the review desk's modules: form, types, tests of the pure parts
	@npm run --silent lint
	@npm run --silent types
	@npm run --silent test

docs: $(VENV)/all.lock ## write the generated documents anew
	@$(BIN)/python -m docs.renew

site: $(VENV)/all.lock ## build the documentation site in build/site, without network
	@$(BIN)/python -m docs.site_pages build/site-pages
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file mkdocs.yml

docs-check: $(VENV)/all.lock ## check that the generated documents are up to date
	@$(BIN)/python -m docs.renew --check
	@$(BIN)/python .ci/changelog.py --check

check: lint types layers house wheel front docs-check site test test-uncompiled ## all checks, as the project's CI runs them

evaluation: $(VENV)/all.lock ## how well it hears: DATA=folder with material, WORK=folder for films and answers
	@test -n "$(DATA)" -a -n "$(WORK)" || { echo "give a folder with material and one to work in: make evaluation DATA=... WORK=..."; exit 2; }
	@$(BIN)/python -m evaluation.run --data $(DATA) --work $(WORK) --document

bench: $(VENV)/all.lock ## how fast it is: renews the tables of docs/benchmarks.md
	@$(BIN)/python -m bench.run --document

changelog: $(BIN)/python ## collect changes/ into CHANGELOG.md (make changelog VERSION=0.2.0)
	@$(BIN)/python .ci/changelog.py $(VERSION)

lock: ## complete requirements.lock, keeping what it pins (needs uv; make lock UPGRADE=--upgrade renews all)
	@uv pip compile pyproject.toml --all-extras --group dev --group build --universal --fork-strategy fewest \
		--generate-hashes --only-binary :all: --no-emit-index-url --no-header --quiet $(UPGRADE) --output-file requirements.lock

clean: ## remove the environment, the demo's results and all caches
	@rm -rf $(VENV) $(DEMO) node_modules build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
