"""Find every fault of Pelican's settings and our own in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from briefing.core.problems import nearest
from briefing.core.settings import (
    DIRTY,
    IMAGE_LIMITS,
    OWN_KEYS,
    SIZES,
    TEXTS,
    WORD_BUDGETS,
    Checking,
    EventsShown,
    Folders,
)

LANGUAGES = ("en",)
_COMMIT = re.compile(rf"(?:[0-9a-f]{{12,64}}(?:{DIRTY})?)?")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
_PART = r"""(?:[^\x00-\x20\x7f"'<>\\^`{|}]|\{(?:page|edition|hash)\})"""
_REPORT = re.compile(rf"(?:https://\w|mailto:{_PART}+@){_PART}*")
# The setting, what is wrong with it, what is allowed.
SettingFault = tuple[str, str, str]


def faults_of_output(folders: Folders) -> list[SettingFault]:
    """Refuse an output folder that is, holds or lies in one with sources, which it would overwrite."""
    output = folders.output.resolve()
    kept = (*folders.sources, folders.theme, folders.root / ".git")
    clash = output == folders.root.resolve() or any(
        output.is_relative_to(one.resolve()) or one.resolve().is_relative_to(output) for one in kept
    )
    if not clash:
        return []
    return [("OUTPUT_PATH", f"the site cannot be written to {folders.output}", "name a folder of its own")]


def faults_of_site(mapping: Mapping[str, Any]) -> list[SettingFault]:
    """Find the faults of Pelican's settings."""
    faults: list[SettingFault] = []
    if not isinstance(mapping.get("SITENAME"), str) or not mapping["SITENAME"].strip():
        faults.append(("SITENAME", "SITENAME is missing", "give the site's title as text"))
    if not _is_address(mapping.get("SITEURL")):
        shown = mapping.get("SITEURL")
        faults.append(
            ("SITEURL", f"SITEURL {shown!r} is not an address", 'write it like "https://example.org"')
        )
    faults += [
        (key, f"{key} {mapping[key]!r} is not text", "write a folder's path in quotes")
        for key in ("PATH", "THEME", "OUTPUT_PATH")
        if not isinstance(mapping.get(key, ""), str)
    ]
    language = mapping.get("DEFAULT_LANG", "en")
    if language not in LANGUAGES:
        allowed = f"summaries, dates and figures are read in: {', '.join(LANGUAGES)}"
        faults.append(("DEFAULT_LANG", f"DEFAULT_LANG {language!r} is not known", allowed))
    timezone = mapping.get("TIMEZONE", "UTC")
    if not _is_timezone(timezone):
        near = nearest(str(timezone), available_timezones())
        allowed = f"did you mean {near}?" if near else "write its IANA name, as in Europe/London"
        faults.append(("TIMEZONE", f"TIMEZONE {timezone!r} is not a time zone", allowed))
    return faults


def _is_timezone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False


def _is_address(shown: object) -> bool:
    """Tell whether a text is an address to which paths can be added."""
    if not isinstance(shown, str) or not _ADDRESS.fullmatch(shown):
        return False
    try:
        url = urlsplit(shown)
    except ValueError:
        return False
    return bool(url.netloc) and not url.query and not url.fragment


def faults_of_own(own: object) -> list[SettingFault]:
    """Find the faults of our own settings, unknown keys included."""
    if not isinstance(own, dict):
        return [("BRIEFING", "BRIEFING is not a mapping", f"its keys are {', '.join(OWN_KEYS)}")]
    faults: list[SettingFault] = []
    for key in own:
        if key not in OWN_KEYS:
            near = nearest(str(key), OWN_KEYS)
            hint = f"did you mean {near}?" if near else f"allowed are {', '.join(OWN_KEYS)}"
            faults.append((str(key), f"BRIEFING: unknown key {key!r}", hint))
    commit = own.get("commit", "")
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        allowed = f'give its hash in full, with "{DIRTY}" behind it where more was changed since'
        faults.append(("commit", f"BRIEFING: commit {commit!r} is not a commit", allowed))
    faults += _faults_of_addresses(own)
    faults += [
        (key, f"BRIEFING: {key} {own[key]!r} is not known", f"write {' or '.join(get_args(words))}")
        for key, words in (("events", EventsShown), ("checked", Checking))
        if own.get(key, get_args(words)[0]) not in get_args(words)
    ]
    faults += [
        (key, f"BRIEFING: {key} {own[key]!r} is not text", "write it in quotes")
        for key in (*TEXTS, "store", "model", "publish")
        if key in own and not isinstance(own[key], str)
    ]
    faults += [
        (key, f"BRIEFING: {key} {own[key]!r} is not a count", "write a whole number from 1")
        for key in (*SIZES, *IMAGE_LIMITS, *WORD_BUDGETS, "lead_events")
        if key in own and (type(own[key]) is not int or own[key] < 1)
    ]
    return faults


def _faults_of_addresses(own: Mapping[str, Any]) -> list[SettingFault]:
    faults: list[SettingFault] = []
    if (url := own.get("licence_url", "")) and not (isinstance(url, str) and _ADDRESS.fullmatch(url)):
        allowed = 'write it like "https://example.org/licence"'
        faults.append(("licence_url", f"BRIEFING: licence_url {url!r} is not an address", allowed))
    if own.get("licence_url") and not own.get("licence"):
        faults.append(("licence_url", "BRIEFING: licence_url needs licence", "write both"))
    if (to := own.get("report", "")) and isinstance(to, str) and not _REPORT.fullmatch(to):
        allowed = 'write it like "mailto:errors@example.org" or "https://example.org/report?page={page}"'
        faults.append(
            ("report", f"BRIEFING: report {to!r} is neither a mailto: nor an https: address", allowed)
        )
    return faults
