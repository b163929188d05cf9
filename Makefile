# make run   install what is pinned, start everything, say where.   Ctrl-C stops it.
# make test  every test, those in a browser included
# make check format, lint, types, import contracts, migrations, deployment settings, proofs of the rulebooks
# make mutants  change the rulebooks one thing at a time, and say what notices

PYTHON ?= python3
export UV_PYTHON_DOWNLOADS = never
export UV_COMPILE_BYTECODE = 1
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV
UV = .uv/bin/uv
IN = .venv/bin
# Three for two processors: a third of the time a test waits for a browser or for the worker.
WORKERS ?= 3

.PHONY: run test check format mutants
.DELETE_ON_ERROR:

run: .venv/.installed-run
	@exec $(IN)/python -m upstander run

test: .venv/.installed-test
	@exec $(IN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: .venv/.installed-test
	$(IN)/ruff format --check --quiet .
	$(IN)/ruff check --quiet .
	$(IN)/mypy
	$(IN)/lint-imports --no-logo
	VAR_FOLDER=var/check $(IN)/python -W ignore::RuntimeWarning -m upstander makemigrations --check --dry-run
	VAR_FOLDER=var/check PUBLIC_URL=https://upstander.example.org SMTP_HOST=mail.example.org $(IN)/python -m upstander check --deploy --fail-level WARNING
	$(IN)/python -m upstander rulebook prove

format: .venv/.installed-test
	$(IN)/ruff format .
	$(IN)/ruff check --fix .

# Every change to a rulebook that could matter, and what notices it. Some minutes.
mutants: .venv/.installed-test
	@$(IN)/python -m tools.mutate_rulebook

# One script a figure of docs/performance.md. The first time they generate what they measure.
bench-%: .venv/.installed-test
	@$(IN)/python -m benchmarks.$*

# Only what serving needs; leaves the tests' packages alone if they are there.
.venv/.installed-run: uv.lock pyproject.toml $(UV)
	@$(UV) sync --frozen --quiet --no-dev --inexact --python .uv/bin/python
	@touch $@

.venv/.installed-test: uv.lock pyproject.toml $(UV)
	@$(UV) sync --frozen --quiet --python .uv/bin/python
	@touch $@ .venv/.installed-run

$(UV): uv-bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Upstander needs Python 3.11 or newer; PYTHON=python3.12 make run names another."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make virtual environments here. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Installing into .venv, pinned and hashed; the first time takes about a minute."
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r uv-bootstrap.txt
	@touch $@
