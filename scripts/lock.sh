#!/bin/sh
# Resolves pyproject.toml into two lock files with hashes: what runs, and what is needed to work on it.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
common="--quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-find-links"
# shellcheck disable=SC2086
$uv pip compile $common pyproject.toml -o requirements.lock
# shellcheck disable=SC2086
$uv pip compile $common pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
