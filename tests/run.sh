#!/usr/bin/env bash
# Installs what testing needs, then runs lint, types and all tests; arguments go to pytest, and leave out the
# publication of the example.
set -euo pipefail
program=tests
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=../.ci/environment.sh
. .ci/environment.sh

python=.venv-test/bin/python

have_chromium() {
    "$python" tests/chromium.py > /dev/null 2>&1
}

# Runs a command as root where that takes no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif sudo -n true > /dev/null 2>&1; then
        sudo -n "$@"
    else
        return 1
    fi
}

# Asks the system's package manager for a Chromium, where it may.
by_package_manager() {
    if command -v apt-get; then
        as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes chromium
    elif command -v dnf; then
        as_root dnf install --assumeyes chromium
    elif command -v pacman; then
        as_root pacman --sync --noconfirm chromium
    elif command -v zypper; then
        as_root zypper --non-interactive install chromium
    elif command -v apk; then
        as_root apk add chromium
    elif command -v brew; then
        brew install --cask google-chrome
    else
        return 1
    fi
}

by_playwright() {
    as_root "$python" -m playwright install-deps chromium || true # the download may run without
    "$python" -m playwright install chromium
}

make_chromium() {
    local way log
    log=$(mktemp)
    for way in by_package_manager by_playwright; do
        if have_chromium; then
            break
        fi
        say "there is no Chromium; installing one ${way//_/ }"
        "$way" > "$log" 2>&1 < /dev/null || tail -n 5 -- "$log" >&2
    done
    rm -f -- "$log"
    have_chromium || fail "no Chromium to test with; install chromium or google-chrome, then run this again"
}

# Prints which of the programs that sites are deployed with and served by are not here, on a line.
lacking_servers() {
    local name lacking=()
    for name in rsync sshd nginx caddy; do
        PATH="$PATH:/usr/sbin" command -v "$name" > /dev/null || lacking+=("$name")
    done
    printf '%s\n' "${lacking[*]-}"
}

# Their packages start them, so they are installed in continuous integration only; elsewhere the tests
# that need one that is not there are skipped. Each by itself: not every system has a package of each.
make_servers() {
    local name lacking log
    lacking=$(lacking_servers)
    if [ -n "$lacking" ] && [ -n "${CI-}" ] && command -v apt-get > /dev/null; then
        say "installing what is lacking to deploy to: $lacking"
        log=$(mktemp)
        as_root apt-get update > "$log" 2>&1 < /dev/null || tail -n 5 -- "$log" >&2
        for name in $lacking; do
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes "${name/sshd/openssh-server}" \
                > "$log" 2>&1 < /dev/null || tail -n 5 -- "$log" >&2
        done
        rm -f -- "$log"
        lacking=$(lacking_servers)
    fi
    [ -z "$lacking" ] || say "there is no $lacking here: tests that need one are skipped"
}

step() { # WHAT COMMAND…
    local what=$1 code=0
    shift
    say "$what"
    "$@" || code=$?
    if [ "$code" -ne 0 ]; then
        printf '%s: %s failed; what comes after it was not run\n' "$program" "$what" >&2
        exit "$code"
    fi
}

hold_lock .lock-tests .venv-test
make_environment .venv-test requirements-test.lock
make_chromium
make_servers
release_lock

step "lint" "$python" -m ruff check --output-format concise .
step "format" "$python" -m ruff format --check .
step "types" "$python" -m mypy
step "imports" .venv-test/bin/lint-imports
if [ $# -eq 0 ]; then
    step "the example, by the wheel alone" .ci/example
fi
# A process for each core and one more, as tests wait for browsers, servers and locks; a file stays in one,
# so that its site is built once. Files in their order: those with few tests, which would come last, are
# those that take longest.
processes=$("$python" -c 'import os; print((os.cpu_count() or 1) + 1)')
exec "$python" -m pytest --numprocesses "$processes" --dist loadfile --no-loadscope-reorder "$@"
