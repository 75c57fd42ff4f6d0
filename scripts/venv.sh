#!/bin/sh
# Make .venv with the locked packages named as arguments, and Gongkai itself in place.
set -eu
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Gongkai needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
}
if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || {
        echo "Python has no venv module here; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi
files=""
for file in "$@"; do files="$files -r $file"; done
echo "Installing the locked packages of: $*"
# shellcheck disable=SC2086 # a list of options
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes $files
# The locked setuptools builds it, so nothing is fetched that is not in the lock.
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
