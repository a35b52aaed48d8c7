"""The formats in which programs, and hosts of repositories, read Problems."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgspec.structs import asdict

import briefing
from briefing.core.problems import Problem

Problems = Sequence[Problem]
# What GitHub takes for a command's syntax: in the text, and in a property before it.
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}
_SEVERITIES = {"error": "major", "warning": "minor"}
_PARTS = ("rule", "severity", "what", "allowed")
_LINE_NUMBER = re.compile(r"(\bline |:)\d+")


def as_json(problems: Problems) -> str:
    """Write each Problem by the names of its parts."""
    return _json(
        [{**asdict(one.location), **{name: getattr(one, name) for name in _PARTS}} for one in problems]
    )


def as_github(problems: Problems) -> str:
    """Write the commands that make GitHub show each Problem at its line."""
    return "".join(map(_command, problems))


def as_gitlab(problems: Problems) -> str:
    """Write a report of Code Quality, as GitLab reads it."""
    return _json(
        [
            {
                "description": problem.text,
                "check_name": problem.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[problem.severity],
                "location": {"path": problem.location.path, "lines": {"begin": problem.location.line or 1}},
            }
            for problem, fingerprint in _fingerprinted(problems)
        ]
    )


def as_sarif(problems: Problems) -> str:
    """Write a log in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0)."""
    rules = sorted({problem.rule for problem in problems})
    driver = {
        "name": "Briefing",
        "semanticVersion": briefing.__version__,
        "rules": [{"id": rule, "shortDescription": {"text": rule.replace("-", " ")}} for rule in rules],
    }
    results = [
        {
            "ruleId": problem.rule,
            "level": problem.severity,
            "message": {"text": problem.text},
            "locations": [{"physicalLocation": _physical(problem)}],
            "partialFingerprints": {"briefing/v1": fingerprint},
        }
        for problem, fingerprint in _fingerprinted(problems)
    ]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return _json(log)


def _json(written: object) -> str:
    return f"{json.dumps(written, ensure_ascii=False, indent=1)}\n"


def _command(problem: Problem) -> str:
    line = {"line": str(problem.location.line)} if problem.location.line else {}
    properties = {"file": problem.location.path, **line, "title": problem.rule}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items())
    return f"::{problem.severity} {written}::{_escaped(problem.text, _IN_TEXT)}\n"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)


def _physical(problem: Problem) -> dict[str, Any]:
    region = {"region": {"startLine": problem.location.line}} if problem.location.line else {}
    return {"artifactLocation": {"uri": quote(problem.location.path)}, **region}


def _fingerprinted(problems: Problems) -> Iterator[tuple[Problem, str]]:
    """Yield each Problem with a name that it keeps while lines above it come and go."""
    counts: Counter[tuple[str, ...]] = Counter()
    for problem in problems:
        lasting = (problem.location.path, problem.rule, _LINE_NUMBER.sub(r"\1", problem.what))
        counts[lasting] += 1
        yield problem, hashlib.sha256("\0".join((*lasting, str(counts[lasting]))).encode()).hexdigest()


FORMATS: Mapping[str, Callable[[Problems], str]] = {
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
}
