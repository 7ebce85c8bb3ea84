#!/usr/bin/env bash
# Resolve requirements/*.in anew into the locks. Run it after a change of an .in file; read the diff.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
options=(--quiet --strip-extras --allow-unsafe --no-emit-find-links --no-emit-index-url --no-annotate --no-header)

../.venv/bin/pip install --quiet pip-tools
../.venv/bin/pip-compile "${options[@]}" "$@" --output-file api.lock api.in
# A locally built wheel may carry a suffix that a package index does not know.
sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' api.lock
../.venv/bin/pip-compile "${options[@]}" "$@" --output-file dev.lock dev.in

# pip-tools would have to run on 3.10: here pip itself resolves, in an environment of its own.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
../bot/.venv/bin/python -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --requirement rasa.in
"$scratch/venv/bin/pip" freeze --exclude pip > rasa.lock
