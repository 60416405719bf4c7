# The two commands a newcomer needs are `make run` and `make test`; each sets everything up first.
PYTHON ?= python3
BIN := .venv/bin
PORT ?=

.PHONY: install run test check lint format lock bench fuzz clean

install: .venv/.installed ## set up .venv from the lock

.venv/.installed: requirements.txt pyproject.toml
	@rm -f .venv/.installed
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=…"; exit 1; }
	@if [ ! -x $(BIN)/python ]; then $(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --without-pip --clear .venv; fi
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; then pip="$(BIN)/python -m pip"; else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
	  $$pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt && \
	  $$pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch .venv/.installed

run: install ## serve the dashboard with the sample data; PORT=8600 names a port
	@$(BIN)/python -m dashboard demo $(if $(PORT),--port $(PORT))

test: install lint ## everything
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: install lint ## lint, types, contracts and the quick tests
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not browser and not postgres and not slow"

lint: install
	$(BIN)/python -m ruff format --check --quiet
	$(BIN)/python -m ruff check --quiet
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/python -m ruff check --fix --quiet || true
	$(BIN)/python -m ruff format --quiet

lock: ## developers only: needs uv
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.txt

bench: install ## ratios against named alternatives, in one run
	$(BIN)/python -m benchmarks

fuzz: install ## the long form of the hostile-file tests
	FUZZ_SECONDS=$${FUZZ_SECONDS:-600} $(BIN)/python -m pytest -q tests/data_access/ingest -k fuzz

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
