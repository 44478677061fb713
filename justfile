# The project's commands. `just` lists them; it comes with the extra `dev`, as .venv/bin/just.

bin := ".venv/bin"

# list the commands
default:
    @just --list --unsorted

# create the environment
setup:
    python3 -m venv .venv
    {{bin}}/pip install -q -e '.[dev]'

# run the fast tests; arguments go to pytest
test *arguments:
    {{bin}}/pytest {{arguments}}

# run every test
test-all *arguments:
    {{bin}}/pytest -m "slow or not slow" {{arguments}}

# lint, format, types and import contracts
check:
    {{bin}}/ruff check
    {{bin}}/ruff format --check
    {{bin}}/mypy
    {{bin}}/lint-imports

# correct what ruff can correct
fix:
    {{bin}}/ruff check --fix
    {{bin}}/ruff format

# rewrite the golden files and the generated parts of the documents; read the difference before you commit it
docs:
    {{bin}}/pytest --renew
    git diff --stat

# run the benchmarks; arguments go to them
bench *arguments:
    {{bin}}/python -m benchmarks {{arguments}}

# run the checks before each commit
hooks:
    {{bin}}/pre-commit install

# build the source distribution and the wheel into dist/
build:
    {{bin}}/python -m build

# everything that continuous integration runs
ci:
    bash .ci/run
