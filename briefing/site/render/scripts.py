"""Join each of a theme's scripts from its parts and minify it with rjsmin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import rjsmin

from briefing.core.problems import BriefingError

SUFFIX = ".js"
NAMED = "parts are named 01_name.js, 02_name.js and so on"
# rjsmin takes these for code and would change them: a template inside another, and a regular expression
# straight after an arrow.
_BEYOND_RJSMIN = re.compile(r"\$\{[^}`]*`|=>\s*/(?![/*])")


def read(folder: Path) -> dict[str, bytes]:
    """Read `theme/scripts`: each file there is a script, and so is each folder of numbered parts.

    The parts of a script, in the order of their numbers, share one function in strict mode, so that
    nothing in it is global. Raises BriefingError if a part is missing, empty or no script.
    """
    scripts: dict[str, bytes] = {}
    for path in _visible(folder) if folder.is_dir() else ():
        name = f"{path.name.removesuffix(SUFFIX)}{SUFFIX}"
        if name in scripts:
            raise BriefingError(f"{path}: there is another {name}; keep the file or the folder")
        scripts[name] = _joined(_parts(path) if path.is_dir() else (path,))
    return scripts


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _parts(folder: Path) -> Iterator[Path]:
    files = _visible(folder)
    if not files:
        raise BriefingError(f"{folder}: this script has no parts; {NAMED}")
    for number, file in enumerate(files, 1):
        if not re.fullmatch(rf"{number:02}_\w+\.js", file.name):
            raise BriefingError(f"{file}: part {number:02} of the script should come here; {NAMED}")
        yield file


def _joined(parts: Iterable[Path]) -> bytes:
    body = "\n".join(map(_minified, parts))
    return f'(()=>{{"use strict";\n{body}\n}})();\n'.encode()


def _minified(file: Path) -> str:
    if file.suffix != SUFFIX or not file.is_file():
        raise BriefingError(f"{file}: not a script; only .js files and folders of them belong here")
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BriefingError(f"{file}: not UTF-8") from error
    if harmed := _BEYOND_RJSMIN.search(text):
        line = text.count("\n", 0, harmed.start()) + 1
        raise BriefingError(
            f"{file}:{line}: rjsmin would change a template inside another, or a regular expression "
            "straight after an arrow; name it first"
        )
    minified: str = rjsmin.jsmin(text)
    if not minified:
        raise BriefingError(f"{file}: this part of the script is empty")
    return minified
