# Everything a fresh clone needs, from Python 3.11+, make and git alone.
PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
BIN := .venv/bin
PURE := tests/statute tests/readers tests/writers tests/papers tests/cli tests/test_variants.py tests/test_apart.py tests/test_outgoing.py tests/test_transitions.py tests/test_house.py tests/test_docs.py
DATABASE := tests/audit tests/accounts tests/agencies tests/documents tests/reports tests/letters tests/notices tests/cases tests/publication tests/search tests/review tests/supervision tests/annual tests/ui tests/portal tests/desk tests/api tests/installation tests/test_prepared.py
export GONGKAI_HOME ?= $(CURDIR)/var

.PHONY: run test test-pure test-sqlite test-postgres test-browser lint fix docs bench accuracy demo-code demo-remove shots lock clean

## run: set up, make a demonstration district, serve portal and desk (make run PORT=8123)
run: export GONGKAI_ADDRESS ?= http://127.0.0.1:$(PORT)
run: .venv/run
	@sh scripts/font.sh
	@GONGKAI_DEMO=1 $(BIN)/gongkai migrate
	@GONGKAI_DEMO=1 $(BIN)/gongkai demo create
	@GONGKAI_DEMO=1 exec $(BIN)/gongkai serve --port $(PORT)

## demo-code: the sign-in codes of the demonstration's persons
demo-code: .venv/run
	@GONGKAI_DEMO=1 $(BIN)/gongkai demo code $(PERSON)

## demo-remove: take the demonstration away, leave the rest
demo-remove: .venv/run
	@GONGKAI_DEMO=1 $(BIN)/gongkai demo remove

## test: lint, pure tests once, database tests on SQLite and PostgreSQL, the browser on SQLite
test: .venv/test
	@sh scripts/font.sh
	@sh scripts/chromium.sh
	$(MAKE) --no-print-directory lint test-pure test-sqlite test-postgres test-browser

test-pure: .venv/test
	$(BIN)/python -m pytest -q -n $(JOBS) $(wildcard $(PURE))

test-sqlite: .venv/test
	GONGKAI_TEST_DB=sqlite $(BIN)/python -m pytest -q -n $(JOBS) $(wildcard $(DATABASE))

test-postgres: .venv/test
	GONGKAI_TEST_DB=postgres $(BIN)/python -m pytest -q -n $(JOBS) $(wildcard $(DATABASE))

test-browser: .venv/test
	GONGKAI_TEST_DB=sqlite $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile tests/e2e

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

fix: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## docs: write docs/reference and docs/law again from the code
docs: .venv/test
	$(BIN)/python -m docs.generate

bench: .venv/bench
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.clock
	$(BIN)/python -m benchmarks.redaction

accuracy: .venv/test
	$(BIN)/python -m tests.accuracy --write

## shots: take the screenshots of docs/ again
shots: .venv/test
	@sh scripts/chromium.sh
	$(BIN)/python -m docs.shots

lock:
	$(PYTHON) -m venv .venv && $(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 requirements-test.in -o requirements-test.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 requirements-bench.in -o requirements-bench.txt

.venv/run: requirements.txt pyproject.toml scripts/venv.sh
	@PYTHON="$(PYTHON)" sh scripts/venv.sh requirements.txt
	@touch .venv/run

.venv/test: .venv/run requirements-test.txt
	@PYTHON="$(PYTHON)" sh scripts/venv.sh requirements.txt requirements-test.txt
	@touch .venv/test

.venv/bench: .venv/test requirements-bench.txt
	@PYTHON="$(PYTHON)" sh scripts/venv.sh requirements.txt requirements-test.txt requirements-bench.txt
	@touch .venv/bench

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
