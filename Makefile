# Needs only python3 (3.11 or later) and make. README.md says the same steps without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= data/sample
OUT ?= reports
PART ?= all
# JupyterLab refuses to run as root, which is who one is in a bare container.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: study test lab present bench lock install clean

study: $(VENV)/installed data/sample/study.toml
	$(BIN)/cx run $(STUDY) --out $(OUT)

lab: $(VENV)/installed data/sample/study.toml
	$(BIN)/jupyter lab --config=jupyter_lab_config.py $(AS_ROOT) notebooks/00_start_here.ipynb

present: $(VENV)/installed data/sample/study.toml
	$(BIN)/cx present $(STUDY)

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto --dist loadgroup

bench: $(VENV)/installed-test data/sample/study.toml
	$(BIN)/python -m tests.benchmarks $(PART)

install: $(VENV)/installed

data/sample/study.toml: | $(VENV)/installed
	$(BIN)/cx sample data/sample

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/uv || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m compileall -q cxlib
	touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-test.lock
	touch $@

# The locks: every version with its hashes, and no address. Run after changing pyproject.toml.
lock: $(VENV)/installed
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra test -c requirements.lock pyproject.toml -o requirements-test.lock

clean:
	rm -rf $(VENV) reports data/sample .cx
