# Sourced by publish.sh and tests/run.sh, which set `program` and stand in the project's folder.
# shellcheck shell=bash
# Bash 3.2 is enough, as macOS has it.

unset PYTHONHOME PYTHONPATH
# What is compiled is kept: many processes start.
unset PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() {
    printf '%s: %s\n' "$program" "$*"
}

fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# Prints the first Python on PATH that can make an environment; PYTHON names another.
find_python() {
    local candidate without_venv=
    for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3 python3.14 python; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1 || continue
        if command -v uv > /dev/null || "$candidate" -c 'import ensurepip, venv' > /dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
        without_venv=$candidate
    done
    if [ -n "$without_venv" ]; then
        fail "$without_venv lacks its venv module; install it (on Debian and Ubuntu: apt install python3-venv)"
    fi
    fail "no Python 3.11 or later found; install one, or name it: PYTHON=/path/to/python3"
}

# What an environment made from a lock file is stamped with: it holds while lock and place stay the same.
stamp_of() { # LOCK
    pwd -P
    cat -- "$1"
}

environment_is_made() { # FOLDER LOCK
    [ -f "$1/.made-from" ] && [ "$(cat -- "$1/.made-from")" = "$(stamp_of "$2")" ] &&
        "$1/bin/python" -c 'import briefing' > /dev/null 2>&1
}

# Three ways to make an environment and install LOCK in it, the quickest first; none compiles what is not
# imported. What is wrong is for the last to say.
by_uv() { # FOLDER LOCK PYTHON
    uv --quiet venv --allow-existing --python "$3" "$1" &&
        uv --quiet pip install --python "$1/bin/python" --require-hashes --only-binary :all: --requirement "$2"
}

by_pip_there() { # FOLDER LOCK PYTHON
    local runner
    runner=$("$3" -c 'import os, pip; print(os.path.join(pip.__path__[0], "__pip-runner__.py"))') &&
        "$3" -m venv --without-pip "$1" && by_pip "$1" "$2" "$runner"
}

by_pip_of_its_own() { # FOLDER LOCK PYTHON
    "$3" -m venv "$1" && by_pip "$1" "$2" -m pip
}

by_pip() { # FOLDER LOCK PIP…
    local folder=$1 lock=$2
    shift 2
    "$folder/bin/python" "$@" install --quiet --quiet --no-compile --no-warn-conflicts --require-hashes \
        --only-binary :all: --requirement "$lock"
}

# Makes FOLDER from LOCK, once: the stamp comes last, so that an interrupted install is made anew.
make_environment() { # FOLDER LOCK
    local folder=$1 lock=$2 python
    if environment_is_made "$folder" "$lock"; then
        return
    fi
    if [ -e "$folder" ] && [ ! -f "$folder/.made-from" ]; then
        fail "$folder/ was not made by this script; move it away, an environment is to be made there"
    fi
    python=$(find_python) || exit
    say "installing $lock into $folder/ (once; later runs install nothing)"
    rm -rf -- "$folder"
    mkdir -- "$folder"
    echo unfinished > "$folder/.made-from"
    by_uv "$folder" "$lock" "$python" > /dev/null 2>&1 || by_pip_there "$folder" "$lock" "$python" 2> /dev/null ||
        by_pip_of_its_own "$folder" "$lock" "$python" ||
        fail "$lock could not be installed, see above; run this again once that is mended"
    "$folder/bin/python" << 'END' || fail "$folder/ could not be told where the program stands"
import os
import sysconfig

# The way from there to here has only dots: under LC_ALL=C a path with other letters could not be read.
packages = sysconfig.get_path("purelib")
with open(os.path.join(packages, "briefing.pth"), "w") as file:
    print(os.path.relpath(os.getcwd(), packages), file=file)
END
    stamp_of "$lock" > "$folder/.made-from"
}

# Waits until no other run holds LOCK-FILE; this one holds it, by descriptor 9, until it and its children end.
hold_lock() { # LOCK-FILE ENVIRONMENT
    local python="$2/bin/python"
    "$python" -c '' > /dev/null 2>&1 || python=$(find_python) || exit
    exec 9>> "$1"
    "$python" - "$program" << 'END' || fail "waiting for the other run has ended without $1"
import fcntl
import sys

try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print(f"{sys.argv[1]}: another run is at work here; waiting for it to end", flush=True)
    try:
        fcntl.flock(9, fcntl.LOCK_EX)
    except KeyboardInterrupt:
        sys.exit(130)
END
}

release_lock() {
    exec 9>&-
}
