"""Settings of an example campaign; all of its facts are invented."""

SITENAME = "The Morning Tern"
SITEURL = "https://spill.example"
TIMEZONE = "UTC"
PLUGINS = ["briefing.plugin"]

BRIEFING = {
    "tagline": "An invented oil spill, report by report",
    "introduction": (
        "The tanker, the coast and every figure on this site are invented. It shows how the program tells "
        "of a disaster: who counts what, since when, and where the accounts differ."
    ),
}
