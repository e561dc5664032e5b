#!/bin/sh
# Makes .venv from the lock file: every package is checked against its hash. Does nothing when the lock has not changed.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "copnet needs Python 3.11 or newer; $("$python" --version) was found. Give another one: make PYTHON=python3.12 ..." >&2
    exit 1
}
stamp=$(cat requirements-dev.lock pyproject.toml | cksum)
[ -f .venv/.stamp ] && [ "$(cat .venv/.stamp)" = "$stamp" ] && exit 0
echo "Setting up .venv (once) ..."
"$python" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
echo "$stamp" > .venv/.stamp
