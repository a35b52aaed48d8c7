#!/usr/bin/env bash
# Checks all notes, builds the site into a fresh folder, verifies it, puts it in place as output/,
# and deploys it where a target is given.
set -euo pipefail
program=publish
called_from=$PWD
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/environment.sh
. .ci/environment.sh
root=$PWD

usage() {
    cat << 'END'
usage: ./publish.sh                   check, build, verify; the site then stands in output/
       ./publish.sh --to TARGET       the same, and deploys it to a folder, another machine or a git branch;
                                      docs/publishing.md says how each is written
           --dry-run                  only show which pages would change there
           --list                     only list what was published there, and what is live
           --rollback [N]             only let the release N before the live one be live again (default 1)
           --adopt                    even where something else stands; it is left alone
           --uncommitted              even from sources that are not committed
       ./publish.sh zip               the same, and output.zip: the site for reading from a disk, search and all
       ./publish.sh serve [--port N]  preview on 127.0.0.1; rebuilds and reloads on save
       ./publish.sh --help            this text

Needs Python 3.11 or later and installs the rest into .venv/, once. PYTHON=/path/to/python3 names
the Python to start from. When a step fails its exit code is returned and output/ stays as it was;
when the deployment fails, what is live stays live.
END
}

misused() {
    printf '%s: %s\n\n' "$program" "$*" >&2
    usage >&2
    exit 2
}

briefing() {
    .venv/bin/python -m briefing "$@"
}

# Runs one step; a failed one ends the run with its own exit code.
step() { # WHAT COMMAND…
    local what=$1 code=0
    shift
    "$@" || code=$?
    if [ "$code" -ne 0 ]; then
        printf '%s: %s failed; output/ is as it was\n' "$program" "$what" >&2
        exit "$code"
    fi
}

# Runs deploy from where this script was called, since a folder may be named from there.
deploy() { # ARGUMENT…
    (cd -- "$called_from" && "$root/.venv/bin/python" -m briefing --settings "$root/pelicanconf.py" deploy "$@")
}

# Clears up, lets the fresh folder follow the live one, or puts it in its place.
folders() { # settle|follow|swap
    .venv/bin/python - "$1" << 'END'
import sys
from pathlib import Path

from briefing.core.problems import BriefingError
from briefing.publish import built_folder, swap

steps = {"settle": swap.settle, "follow": built_folder.follow, "swap": swap.swap}
try:
    steps[sys.argv[1]](Path("output.new"), Path("output"))
except (BriefingError, OSError) as error:
    sys.exit(f"publish: {error}")
END
}

# Says what the build counted.
summary() {
    .venv/bin/python - << 'END'
import json
from pathlib import Path

made = json.loads(Path("output/build.json").read_text(encoding="utf-8"))
print(f"{made['notes']} notes, {made['briefings']} briefings, {made['pages']} pages")
END
}

prepare() {
    hold_lock .lock-publish .venv
    make_environment .venv requirements.lock
}

# Prints the commit that the site is made from, the last that touched any of it, and whether more was
# changed since; nothing where there is no work tree.
commit() {
    local commit shapes=(content theme briefing pelicanconf.py requirements.lock)
    commit=$(git log -1 --format=%H -- "${shapes[@]}" 2> /dev/null) || return 0
    if [ -n "$commit" ] && [ -n "$(git --no-optional-locks status --porcelain -- "${shapes[@]}")" ]; then
        commit+=-dirty
    fi
    printf '%s' "$commit"
}

# Builds the site in output.new/.
made() {
    SECONDS=0
    BRIEFING_COMMIT=${BRIEFING_COMMIT-$(commit)}
    export BRIEFING_COMMIT
    step "clearing up" folders settle
    step "the check" briefing check
    step "the build" folders follow
    step "the build" briefing build --pelican --output output.new
    step "the verification" briefing verify output.new
}

publish() {
    made
    step "the swap" folders swap
    say "output/ holds $(summary), made in $SECONDS seconds"
    say "to look at it: ./publish.sh serve"
}

# Deploys what publish makes; what stops a deployment for certain is found before anything is built.
deployed() { # ARGUMENT…
    local argument
    for argument; do
        case "$argument" in
            --list | --rollback | --rollback=*)
                deploy "$@"
                return
                ;;
            --dry-run)
                deploy --ready "$@"
                made
                deploy "$root/output.new" "$@"
                folders settle
                return
                ;;
        esac
    done
    deploy --ready "$@"
    publish
    deploy "$root/output" "$@"
}

zipped() {
    prepare
    publish
    step "the zip" .venv/bin/python - << 'END'
import sys
from pathlib import Path

from briefing.publish import archive

try:
    count = archive.write(Path("output"), Path("output.zip"))
except OSError as error:
    sys.exit(f"publish: {error}")
print(f"publish: output.zip holds {count} files; unpack it and open output/index.html")
END
}

serve() {
    prepare
    release_lock
    exec .venv/bin/python -m briefing serve "$@"
}

case "${1-}" in
    "")
        prepare
        publish
        ;;
    --to | --to=* | --dry-run | --list | --rollback* | --adopt | --uncommitted)
        prepare
        deployed "$@"
        ;;
    zip)
        [ $# -eq 1 ] || misused "zip takes nothing else"
        zipped
        ;;
    serve)
        if [ $# -eq 1 ]; then
            serve
        elif [ "$2" = --port ] && [ $# -eq 3 ]; then
            serve --port "$3"
        else
            misused "serve takes --port N and nothing else"
        fi
        ;;
    -h | --help)
        usage
        ;;
    *)
        misused "unknown argument: $1"
        ;;
esac
