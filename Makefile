# Two commands to know: `make demo` and `make test`. Needs Python 3.11 or newer, with venv, and make.
.DEFAULT_GOAL := help
.PHONY: help demo demo-prepare demo-reset serve environment test test-postgres resilience lint format types check requirements

RUN = @sh scripts/python.sh
PYTHON_ENV = .venv/bin/python
PORT ?= 8000
COMPILE = var/uv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q

help:
	@echo "make demo           lance la démonstration (http://127.0.0.1:8000/)"
	@echo "make demo-reset     efface les données de démonstration et la relance"
	@echo "make serve          serveur de développement (PORT=8000)"
	@echo "make test           tous les tests (ARGS=\"tests/accounts -x\")"
	@echo "make test-postgres  tous les tests sur PostgreSQL (DATABASE_URL, sinon le serveur local)"
	@echo "make resilience     tue cent processus web pendant des enregistrements (sur demande, quelques minutes)"
	@echo "make check          lint, types, migrations, réglages de production"
	@echo "make lint, format, types, requirements"

demo:
	$(RUN) scripts/demo.py

demo-prepare:
	$(RUN) scripts/demo.py --prepare-only

demo-reset:
	$(RUN) scripts/demo.py --reset

serve:
	$(RUN) scripts/environment.py
	@$(PYTHON_ENV) manage.py prepare --no-static
	@exec $(PYTHON_ENV) manage.py runserver 127.0.0.1:$(PORT)

environment:
	$(RUN) scripts/environment.py --dev

test: environment
	$(RUN) scripts/tests.py $(ARGS)

test-postgres: environment
	$(RUN) scripts/tests.py --postgres $(ARGS)

# On demand: minutes long. DATABASE_URL names a PostgreSQL database that it creates and drops.
resilience: environment
	@$(PYTHON_ENV) scripts/resilience.py $(ARGS)

lint: environment
	@$(PYTHON_ENV) -m ruff check .
	@$(PYTHON_ENV) -m ruff format --check .
	@git ls-files -z '*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check

format: environment
	@$(PYTHON_ENV) -m ruff check --fix .
	@$(PYTHON_ENV) -m ruff format .
	@git ls-files -z '*.html' | xargs -0 .venv/bin/djade --target-version 5.2

types: environment
	@$(PYTHON_ENV) -m mypy .

check: lint types
	@$(PYTHON_ENV) manage.py makemigrations --check --dry-run
	@SECRET_KEY="$$($(PYTHON_ENV) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	ALLOWED_HOSTS=portail.example EMAIL_HOST=mail.example DEFAULT_FROM_EMAIL=portail@portail.example \
	$(PYTHON_ENV) manage.py check --deploy --fail-level WARNING --settings ess_portal.settings.production

# Pins and hashes only: no address of any registry is written.
requirements: environment
	@test -x var/uv/bin/uv || { $(PYTHON_ENV) -m venv var/uv && var/uv/bin/pip install -q uv; }
	@$(COMPILE) -o requirements.txt
	@$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt
