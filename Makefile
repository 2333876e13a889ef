# `make run` and `make test` need Python 3.11 or later, make and internet; they set up everything else themselves.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE ?= sample
PORT ?= 3000
SUPERSET_PORT ?= 8088
export NUMTRAIL_HOME ?= $(CURDIR)/.numtrail
SUPERSET := $(NUMTRAIL_HOME)/superset/environment
AUDIT := $(NUMTRAIL_HOME)/audit
export DAGSTER_DISABLE_TELEMETRY := 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; set PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: install
install: $(READY) ## Set up the virtual environment

.PHONY: run
run: $(READY) ## Read the sample articles into the embedded warehouse (SAMPLE=folder for others)
	$(BIN)/numtrail run $(SAMPLE)

.PHONY: programs
programs: ## Install what the tests run against, Chromium and PostgreSQL, where they are missing (as root, on Debian)
	@.ci/programs

.PHONY: test
test: $(READY) programs ## Run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal -q

.PHONY: test-ui
test-ui: $(READY) programs ## Run the tests in a browser alone (they need Chromium)
	$(BIN)/python -m pytest -q tests/browser tests/ui

.PHONY: coverage
coverage: $(READY) ## List the lines and branches of pipelines/ that its tests do not run; fails below 90 %
	$(BIN)/coverage run -m pytest -q tests/pipelines tests/articles
	$(BIN)/coverage report

.PHONY: check
check: $(READY) ## Format, lint, import contracts, definitions: what has to hold before a commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/dagster definitions validate
	@$(MAKE) --no-print-directory audit

# A set-up of its own: these programs bring twenty packages that nothing else needs.
$(AUDIT)/bin/pip-audit: benchmarks/audit-requirements.txt
	@test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	-@$(AUDIT)/bin/pip install --quiet --disable-pip-version-check --requirement benchmarks/audit-requirements.txt && touch $@

.PHONY: audit
audit: $(READY) $(AUDIT)/bin/pip-audit ## Ask for known vulnerabilities of what is installed (says so where it cannot), list licences
	$(BIN)/python -m benchmarks audit --program $(AUDIT)/bin/pip-audit
	@$(BIN)/python -m benchmarks licences > $(NUMTRAIL_HOME)/licences.txt

.PHONY: sbom
sbom: $(READY) $(AUDIT)/bin/pip-audit ## List all packages as a CycloneDX file, .numtrail/sbom.cdx.json
	$(AUDIT)/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible \
		--output-file $(NUMTRAIL_HOME)/sbom.cdx.json

.PHONY: dev
dev: $(READY) ## Open the Dagster UI on the sample, at http://127.0.0.1:3000 (PORT=… for another)
	-$(BIN)/numtrail ingest $(SAMPLE)
	$(BIN)/numtrail reap
	DAGSTER_HOME=$(NUMTRAIL_HOME)/dagster $(BIN)/dagster dev --host 127.0.0.1 --port $(PORT)

.PHONY: dictionary
dictionary: $(READY) ## Write docs/dictionary.md from the contracts
	$(BIN)/numtrail dictionary

.PHONY: reference
reference: $(READY) ## Write docs/cli.md, docs/settings.md and the limits of SECURITY.md from the code
	$(BIN)/python -m benchmarks reference

.PHONY: superset
superset: $(READY) ## Open the dashboard in Superset, at http://127.0.0.1:8088 (SUPERSET_PORT=… for another)
	@test -x $(SUPERSET)/bin/python || $(PYTHON) -m venv $(SUPERSET)
	$(SUPERSET)/bin/pip install --quiet --disable-pip-version-check --constraint warehouse/superset/constraints.txt \
		--requirement warehouse/superset/requirements.txt
	$(BIN)/python -m warehouse.superset.serve $(NUMTRAIL_HOME)/superset $(SUPERSET_PORT) \
		--programs $(SUPERSET)/bin --duckdb $(NUMTRAIL_HOME)/warehouse.duckdb

.PHONY: migration
migration: $(READY) ## Write the migration that a changed contract needs (MESSAGE="What changes"; needs PostgreSQL)
	$(BIN)/python -m benchmarks migration "$(MESSAGE)"

.PHONY: bench
bench: $(READY) ## Measure accuracy and speed beside the peers and write docs/benchmarks.md (needs ../shared)
	$(BIN)/python -m benchmarks report
	$(BIN)/python -m benchmarks stages

.PHONY: bench-full
bench-full: $(READY) ## The same with longer runs, 20 000 generated articles and two workers beside one; takes hours
	$(BIN)/python -m benchmarks report --seconds 300
	$(BIN)/python -m benchmarks stages --articles 20000 --workers 1,2

.PHONY: format
format: $(READY) ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: clean
clean: ## Remove the virtual environment and the local warehouse
	rm -rf $(VENV) $(CURDIR)/.numtrail
