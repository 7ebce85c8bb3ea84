.PHONY: run test check build bench stress eval audit lock
SHELL := /bin/bash
# Two threads on busy cores make one embedding fifty times slower; glibc keeps memory for every thread.
export OMP_NUM_THREADS ?= 1
export MALLOC_ARENA_MAX ?= 2

run:    ## set everything up, start it, print the address
	@python3 scripts/setup.py && exec .venv/bin/lotse serve

test:   ## set up as far as needed, then all tests
	@python3 scripts/setup.py --dev && .venv/bin/lotse build
	@.venv/bin/python -m pytest

check:  ## style, types, import directions, secrets, dialogue data
	@python3 scripts/setup.py --dev && .venv/bin/lotse build
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	scripts/secrets.sh
	.venv/bin/lotse validate

build:  ## build the model and train the dialogue where they are stale
	@python3 scripts/setup.py && .venv/bin/lotse build

bench:  ## speed and memory, each beside a baseline of the same run
	@python3 scripts/setup.py --dev && .venv/bin/lotse build
	.venv/bin/python -m tests.bench

stress: ## hostile messages, load and sudden deaths, a quarter of an hour of it
	@python3 scripts/setup.py --dev && .venv/bin/lotse build
	.venv/bin/python -m tests.stress

eval:   ## how well the search finds what families mean
	@python3 scripts/setup.py --dev && .venv/bin/lotse build
	.venv/bin/lotse eval

audit:  ## known weaknesses of every pinned package; needs the network
	@python3 scripts/setup.py --dev && .venv/bin/python scripts/audit.py

lock:   ## resolve the requirements anew
	scripts/lock.sh
