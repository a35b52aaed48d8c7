"""Settings of this campaign's site: Pelican's own names, and Briefing's under `BRIEFING`."""

SITENAME = "Hajin 2018"
SITEURL = "https://hajin.example"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"

PATH = "content"
OUTPUT_PATH = "output"
PLUGINS = ["briefing.plugin"]

BRIEFING = {
    "tagline": "The campaign for the last ISIS pocket in eastern Syria, report by report",
    "introduction": (
        "In autumn and winter 2018 the Syrian Democratic Forces fought for Hajin, on the Euphrates. "
        "This digest retells what the press reported, keeps every figure with whoever gave it, "
        "and orders it all by the day it happened."
    ),
    "days": "The campaign, day by day",
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "words_home": 700,
    "words_briefing": 600,
    "words_chronology": 1000,
    "words_figures": 1000,
    "words_series": 500,
    "words_entity": 500,
}
