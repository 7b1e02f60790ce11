# Two commands on a fresh machine: `make run` and `make test`. Index options of pip stay the user's.
PYTHON ?= python3
PORT ?= 8000
SIZE ?= 300
UV ?= uv
BIN := .venv/bin
LOCK := pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: run load test coverage prove manual lint bench lock setup

run:
	@$(PYTHON) -m budget_portal.local.setup
	@PORT=$(PORT) $(BIN)/python -m budget_portal.local.run

# A made-up region beside the sample, to look at and to measure: SIZE departments, five years.
load:
	@$(PYTHON) -m budget_portal.local.setup
	@$(BIN)/python manage.py prepare_demo
	@$(BIN)/python manage.py load_region $(SIZE)

test: setup
	$(BIN)/pytest -n 3 $(ARGS)

# The same, slower, with the lines and branches that no test reaches.
coverage: setup
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 3 $(ARGS)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

prove: setup
	$(BIN)/pytest -s -q -o faulthandler_timeout=0 tests/prove $(ARGS)

# The screenshots of docs/操作手册, from a throw-away portal.
manual: setup
	$(BIN)/python -m tests.manual.screenshots

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files 'templates/*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/python manage.py makemigrations --check --dry-run
	PORTAL_MODE=production ALLOWED_HOSTS=budget.example DATABASE_URL=postgresql://portal@db/portal \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	! grep -nE 'https?://|--(extra-)?index|--find-links|--trusted-host' requirements*.txt

bench: setup
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

setup:
	@$(PYTHON) -m budget_portal.local.setup --tests

lock:
	$(UV) $(LOCK) --output-file requirements.txt
	$(UV) $(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
