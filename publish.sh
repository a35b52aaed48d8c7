#!/usr/bin/env bash
# Makes the environment in .venv/, once, and publishes with it: see `briefing publish`.
set -euo pipefail
program=publish
called_from=$PWD
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/environment.sh
. .ci/environment.sh
root=$PWD

usage() {
    cat << 'END'
usage: ./publish.sh                   check, build, verify; the site is then in output/
       ./publish.sh --to TARGET       the same, and deploys it to a folder, another machine or a git branch;
                                      docs/publishing.md says how each is written
           --dry-run                  only show which pages would change there
           --list                     only list what was published there, and what is live
           --rollback [N]             only make the release N before the live one live again (default 1)
           --adopt                    deploy beside files that no deployment put there
           --uncommitted              deploy even if the sources have uncommitted changes
       ./publish.sh zip               the same, and output.zip: the site for reading from a disk, search and all
       ./publish.sh check [PATH…]     check alone, as `briefing check` does; it takes its arguments
       ./publish.sh serve [--port N]  preview on 127.0.0.1; rebuilds and reloads on save
       ./publish.sh --help            this text

Needs Python 3.11 or later and installs the rest into .venv/, once, by uv if there is one. PYTHON=/path/to/python3
names the Python to start from. When a step fails its exit code is returned and output/ stays as it was;
when the deployment fails, what is live stays live.
END
}

misused() {
    printf '%s: %s\n\n' "$program" "$*" >&2
    usage >&2
    exit 2
}

# Becomes a command of the program, run from where this script was called: a folder may be named from there.
# -P: a folder called briefing there is not taken for the program.
become() { # COMMAND ARGUMENT…
    local talk=1
    [ "$1" != check ] || talk=2 # a program reads what check prints
    hold_lock .lock-publish .venv >&"$talk"
    make_environment .venv requirements.lock >&"$talk"
    [ "$1" = publish ] || release_lock
    cd -- "$called_from"
    exec "$root/.venv/bin/python" -P -m briefing --settings "$root/pelicanconf.py" "$@"
}

case "${1-}" in
    "" | --to | --to=* | --dry-run | --list | --rollback* | --adopt | --uncommitted | --patience*)
        become publish "$@"
        ;;
    zip)
        [ $# -eq 1 ] || misused "zip takes nothing else"
        become publish --zip
        ;;
    check | serve)
        become "$@"
        ;;
    -h | --help)
        usage
        ;;
    *)
        misused "unknown argument: $1"
        ;;
esac
