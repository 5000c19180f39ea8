#!/bin/sh
# Sets KamLab up once, then opens it in the browser. Double-click it (macOS), or run it.
cd "$(dirname "$0")" || exit 1
PY=.venv/bin/python

give_up() {
  echo "$1" >&2
  [ -t 0 ] && { printf 'Press Return to close. '; read -r _; }
  exit 1
}

# asked from another folder: is what is installed this very folder's KamLab?
installed=$(here=$PWD && cd / && "$here/$PY" -c \
  'import jupyterlab, kamlab; print(kamlab.__file__)' 2>/dev/null)
# an installation that works is left alone, and nothing in .venv is ever removed
if [ "$installed" != "$PWD/kamlab/__init__.py" ]; then
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
      found=$name
      break
    fi
  done
  [ -n "$found" ] || give_up \
    "KamLab needs Python 3.11, 3.12 or 3.13. Install one, then start this again."
  echo "Setting KamLab up with $("$found" --version). This takes a few minutes, once."
  "$found" -m venv .venv &&
    "$PY" -m pip install --disable-pip-version-check --quiet --require-hashes \
      -r requirements.lock &&
    "$PY" -m pip install --disable-pip-version-check --quiet --no-deps \
      --no-build-isolation -e . &&
    printf '%s\n' "$PWD" >.venv/kamlab-ready ||
    give_up "The set-up did not succeed; what stands above says why. Start this again."
fi

echo "JupyterLab opens in the browser. To end it, press Ctrl-C here."
"$PY" -m kamlab start "$@" || give_up "KamLab ended; what stands above says why."
