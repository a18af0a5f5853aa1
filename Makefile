# Hai lệnh là đủ: make run (chạy), make test (kiểm thử). Two commands suffice.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
PYTEST_ARGS ?=

.PHONY: setup run test check bench lock clean

setup: $(VENV)/.runtime

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# A stamp for each lock: an unchanged lock installs nothing.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: tests/requirements.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r tests/requirements.lock
	@touch $@

$(VENV)/.bench: bench/requirements.lock $(VENV)/.dev
	$(PIP) install --require-hashes -r bench/requirements.lock
	@touch $@

run: setup
	$(BIN)/kiemtra init
	$(BIN)/kiemtra emit binh-phuoc-2023 --out out/binh-phuoc-2023
	$(BIN)/kiemtra serve --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m bench

# Needs pip-tools-compatible `uv` on the machine of whoever changes a dependency.
lock:
	for l in ": requirements.lock" "dev: tests/requirements.lock" "bench: bench/requirements.lock"; do \
	  extra=$${l%%:*}; out=$${l#*: }; \
	  uv pip compile pyproject.toml --extra build $${extra:+--extra $$extra} --constraint requirements.lock --output-file $$out \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --python-version 3.11 --universal --quiet; done

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
