# Everything the project can be asked to do. `make` alone lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: drill help install install-base install-dev run dev test test-fast test-postgres check bench screenshots messages lock browser clean

# The first Python that is new enough; another one: make PYTHON=/path/to/python3 ...
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
PORT ?= 8000
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py
PYTEST := $(VENV)/python -m pytest

CATALOGS := $(wildcard site/locale/*/LC_MESSAGES/django.po)

# Secrets that are none: just enough to ask production's settings whether they are sound.
DUMMY_PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production \
	SECRET_KEY=only-to-run-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=www.example.org SITE_URL=https://www.example.org VOTING_KEY_DIR=var/vote-keys \
	EMAIL_HOST=mail.example.org DEFAULT_FROM_EMAIL=site@example.org

define install_profile
@test -n "$(PYTHON)" || { \
	echo "No Python 3.11 or newer was found."; \
	echo "Debian 12 and newer: apt-get install python3 python3-venv. macOS: brew install python@3.13."; \
	echo "A Python elsewhere: make PYTHON=/path/to/python3 $@"; exit 1; }
@$(PYTHON) scripts/install.py $(1)
@$(MAKE) --no-print-directory --silent $(CATALOGS:.po=.mo)
endef

help:
	@echo "make run        install, prepare and serve the demo site on http://localhost:$(PORT)  (PORT=, DATABASE_URL=)"
	@echo "make test       every test; does its own set-up"
	@echo "make test-fast  the quick ones: under a minute"
	@echo "make test-postgres  the tests that use Django's database, on PostgreSQL"
	@echo "make check      style, imports, migrations, templates, translations, production settings"
	@echo "make dev        the demo site, reloading when code changes"
	@echo "make install    set-up only; install-base for a production host, install-dev for the test tools"
	@echo "make messages   bring new strings into the translation catalogs"
	@echo "make bench      how much faster a cached page is; how fast ballots are counted"
	@echo "make drill      whether ballots survive kills, stops and attacks, in full numbers (20 minutes)"
	@echo "make screenshots take the pictures of the README anew"
	@echo "make lock       lock newer packages into requirements/"
	@echo "make clean      remove .venv and what the tests left (never var/db.sqlite3 or media)"

install:
	$(call install_profile,demo)

install-base:
	$(call install_profile,base)

install-dev:
	$(call install_profile,dev)

%.mo: %.po
	@$(VENV)/python scripts/translations.py compile

run: install
	@SITE_URL=$${SITE_URL:-http://localhost:$(PORT)} DJANGO_SETTINGS_MODULE=config.settings.demo exec $(MANAGE) serve --port $(PORT)

dev: install
	@SITE_URL=$${SITE_URL:-http://localhost:$(PORT)} DJANGO_SETTINGS_MODULE=config.settings.dev DEMO=true exec $(MANAGE) serve --port $(PORT) --reload

# A browser by the system's packages, where that is possible. Without one the
# browser tests are skipped, by name and with the reason.
browser:
	@sh scripts/install_browser.sh

# Two processes take file after file, the long ones before the short ones (tests/support/order.py).
# A run starts Python more than a hundred times: compiled modules are kept, whatever the shell says.
test test-fast test-postgres: export PYTHONDONTWRITEBYTECODE =
test: install-dev browser
	@if [ -n "$(ARGS)" ]; then exec $(PYTEST) -rs $(ARGS); fi; \
	exec $(PYTEST) -rs -n 2 --dist loadfile --no-loadscope-reorder

test-fast: install-dev
	@$(PYTEST) -m "not slow and not browser and not postgres and not drill" -n 2 $(ARGS)

# The tests that use Django's database, on PostgreSQL instead of SQLite.
test-postgres: install-dev
	@TEST_DATABASE=postgres $(PYTEST) -m "not browser and not drill" $(ARGS)

check: install-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.test $(VENV)/python scripts/check_templates.py
	$(DUMMY_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(VENV)/python scripts/translations.py check

bench: install-dev
	@$(VENV)/python -m scripts.bench

# The promises about ballots under the worst conditions; the tests try the same with smaller numbers.
drill: install-dev
	@$(VENV)/python -m scripts.drill $(ARGS)

screenshots: install-dev browser
	@$(VENV)/python scripts/screenshots.py

messages: install
	$(VENV)/python scripts/translations.py update
	$(VENV)/python scripts/translations.py compile

# Every set takes its versions from the biggest, so that they agree.
lock: install-dev
	$(VENV)/uv --version >/dev/null 2>&1 || $(VENV)/python -m pip install --quiet uv
	set -e; lock="$(VENV)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet"; \
	$$lock --upgrade --extra demo --extra dev -o requirements/dev.txt; \
	$$lock --extra demo -c requirements/dev.txt -o requirements/demo.txt; \
	$$lock -c requirements/dev.txt -o requirements/base.txt

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results var/tests
	find site home issues candidates members voting statehouse tests scripts -name __pycache__ -prune -exec rm -rf {} +
