"""Make up content of every form that its JSON Schemas describe, in every place.

The schemas are made from the very descriptions that files are read by, so a new key is made up here as
soon as it is described there. What names something else is taken from what there is to name. Most of what
comes out passes the check; the rest is for `check` to refuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import content_words as words
import yaml

from briefing.content import schema
from briefing.core.registry import Measure, Unit
from briefing.text.figures import VAGUE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    Json = Mapping[str, Any]
    Pools = Mapping[str, tuple[Any, ...]]

MEASURES = (
    Measure("killed", "Killed", "Who died.", "count", units=("count",)),
    Measure("level", "Level", "How high the water stands.", "level", units=("metres", "feet")),
    Measure("holds", "Held by", "Who holds a place.", "control"),
)
UNITS = (Unit("metres", "metre", "metres"), Unit("feet", "foot", "feet", base="metres", factor=0.3048))
SCHEMAS = schema.schemas(MEASURES, UNITS)
ENTITIES = {"aldmoor": "place", "mill": "place", "vane": "person", "brigade": "group", "dyke": "thing"}
SOURCES = {"gazette": "outlet", "7-news": "outlet", "wire": "agency"}
PLACES, PEOPLE = ("aldmoor", "mill"), ("vane", "brigade")
# What may stand at a key that names something, or that rules beyond the schema bind.
POOLS: Pools = {
    "source": tuple(SOURCES),
    "agency": ("wire",),
    "by": PEOPLE,
    "who": (*PEOPLE, "dyke"),
    "place": PLACES,
    "places": PLACES,
    "actors": (*PEOPLE, "dyke"),
    "words": tuple(sorted(VAGUE)),
}
_OF_IDS = "^[a-z0-9]"
HASHES = ("5f0c3a9be17d2240", "0123456789abcdef")
# Texts that are no sentences, by what their patterns hold.
_FORMS = {
    "[0-9X]": words.DATES,
    "^[hH][tT]": words.ADDRESSES,
    "{16}": HASHES,
    _OF_IDS: words.IDS,
    ",-?[0-9]": words.COURSES,
}


def value(chance: Random, described: Json, key: str = "", pools: Pools = POOLS) -> Any:
    """Make up a value that a schema describes; `key` is what it stands at."""
    if "anyOf" in described:
        return value(chance, chance.choice(described["anyOf"]), key, pools)
    if described.get("type") == "object":
        return _group(chance, described, pools)
    if described.get("type") == "array":
        found = [value(chance, described["items"], key, pools) for _ in range(chance.randint(1, 3))]
        unique = described.get("uniqueItems")
        return [one for at, one in enumerate(found) if not unique or one not in found[:at]]
    return _scalar(chance, described, key, pools)


def _group(chance: Random, described: Json, pools: Pools) -> dict[str, Any]:
    """Make up what is required, some of the other keys, and what the rules between keys demand."""
    properties: Json = described["properties"]
    chosen = [key for key in properties if key in described["required"] or chance.random() < 1 / 3]
    made = {key: value(chance, properties[key], key, pools) for key in chosen}
    # What the program suggests, and no editor has confirmed, is refused.
    if made.get("status") == "suggested":
        del made["status"]
    for rule in (*described.get("allOf", ()), *described.get("allOf", ())):
        for key in _wanted(chance, rule, made):
            made[key] = value(chance, properties[key], key, pools)
    return {key: made[key] for key in properties if key in made}


def _wanted(chance: Random, rule: Json, made: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys that a rule asks for, after taking those away that it bars."""
    (key,) = rule["if"]["required"]
    values = rule["if"].get("properties", {}).get(key, {}).get("enum", ())
    if key not in made or (values and made[key] not in values):
        return ()
    then = rule["then"]
    for barred in then.get("not", {}).get("anyOf", ()):
        made.pop(barred["required"][0], None)
    wanted = [one for one in then.get("required", ()) if one not in made]
    either = [one["required"][0] for one in then.get("anyOf", ())]
    if either and not set(either) & made.keys():
        wanted.append(chance.choice(either))
    return tuple(wanted)


def _scalar(chance: Random, described: Json, key: str, pools: Pools) -> Any:
    pattern = described.get("pattern", "")
    if key in {"former", "relays", "updates"}:
        # No two things may have had one name.
        return f"old-{chance.randrange(10**9)}"
    if key in pools and (pattern.startswith(_OF_IDS) or "enum" in described or key == "words"):
        return chance.choice(pools[key])
    if "enum" in described:
        return chance.choice(described["enum"])
    if "minimum" in described:
        low, high = described["minimum"], described["maximum"]
        return chance.choice([one for one in words.NUMBERS if low <= one <= high])
    if described["type"] == "boolean":
        return chance.random() < 1 / 2
    forms = next((forms for sign, forms in _FORMS.items() if sign in pattern), ())
    forms = [form for form in forms if re.search(pattern, form) or chance.random() < 1 / 9]
    return chance.choice(forms) if forms else words.text(chance)[: described.get("maxLength", 60)]


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _: object) -> bool:
        return True


def written(chance: Random, made: Any) -> str:
    """Write a value as YAML, in one of the ways that editors do."""
    text: str = yaml.dump(
        made,
        Dumper=_Dumper,
        sort_keys=False,
        default_flow_style=chance.choice((True, False, None)),
        width=chance.choice((40, 1_000_000)),
        allow_unicode=chance.random() < 3 / 4,
    )
    return text


def registry(chance: Random) -> dict[str, str]:
    """Make up the files of the registry: of things that are there in any case, all else that may be said."""
    made = {
        "sources": _entries(chance, "sources", SOURCES),
        "entities": [_named(one, at) for at, one in enumerate(_entries(chance, "entities", ENTITIES))],
        "measures": _entries(chance, "measures", {one.id: one.kind for one in MEASURES}),
        "units": _entries(chance, "units", {one.id: "" for one in UNITS}),
    }
    for one, measure in zip(made["measures"], MEASURES, strict=True):
        one |= {"units": list(measure.units), "of": ["person", "group", "thing", "place"]}
    del made["measures"][-1]["units"]
    for one in made["units"]:
        one.pop("base", None)
        one.pop("factor", None)
    made["units"][1] |= {"base": "metres", "factor": chance.choice((0.3048, 0.5, 2))}
    files = {f"registry/{name}.yml": written(chance, entries) for name, entries in made.items()}
    if chance.random() < 1 / 2:
        files["registry/tags.yml"] = written(chance, value(chance, SCHEMAS["tags.json"]))
    if chance.random() < 1 / 2:
        ground = value(chance, SCHEMAS["map.json"])
        ground["bounds"] = {"west": -1, "south": -2.5, "east": 40, "north": 12}
        files["registry/map.yml"] = written(chance, ground)
    return files


def _entries(chance: Random, name: str, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    described = SCHEMAS[f"{name}.json"]["items"]
    return [{**value(chance, described, pools={"kind": (kind,)}), "id": id_} for id_, kind in kinds.items()]


def _named(entity: dict[str, Any], number: int) -> dict[str, Any]:
    """Give an entity names that no other has."""
    aliases = []
    for at, name in enumerate(entity.get("aliases", ())):
        text = f"{(name if isinstance(name, str) else name['text'])[:90]} {number}{at}"
        aliases.append(text if isinstance(name, str) else {**name, "text": text})
    entity |= {"label": f"{entity['label'][:90]} {number}", "aliases": aliases or [f"Name {number}"]}
    # What lies in what goes by its kind, and not round in a circle.
    within = {"within": "aldmoor"} if entity.pop("within", "") and entity["id"] == "mill" else {}
    for key, end in (("adjectives", "ish"), ("counts_as", "s")):
        if key in entity:
            entity[key] = [f"{one[:90]} {number}{at}{end}" for at, one in enumerate(entity[key])]
    if "role" in entity:
        entity["role"]["of"] = "dyke"
    return entity | within


def body(chance: Random, told: tuple[str, ...] = ()) -> str:
    """Make up a body; it holds these figures, which claims rest on."""
    blocks = []
    for _ in range(chance.randint(1, 4)):
        texts = [words.text(chance).replace("\n", " ") for _ in range(3)]
        blocks.append(chance.choice(words.BLOCKS).format(*texts, target=chance.choice(words.TARGETS)))
    blocks += [f"Of them {figure} were told.".replace("-", "minus ") for figure in told]
    if chance.random() < 3 / 4:
        blocks.append(f"{words.text(chance)}: so it was.".replace("\n", " "))
    return "\n\n".join(blocks)


def head(chance: Random, kind: str) -> dict[str, Any]:
    """Make up the front matter of a note, page or lead, by the name of its schema."""
    made: dict[str, Any] = value(chance, SCHEMAS[f"{kind}.json"])
    # Most corrections and checks come after the report.
    later = {"date": words.DAYS[-2]} if chance.random() < 3 / 4 else {}
    for key in made.keys() & {"corrections", "checked"}:
        made[key] = [one | later for one in made[key]]
    claims = made.get("claims", [])
    claims += [
        claim | {"subset": "porters", "part_of": claim["value"]}
        for claim in claims
        if claim.pop("part_of", None) is not None and claim.get("value", -1) >= 0
    ]
    if "withdrawn" in made and later:
        made["withdrawn"] = later["date"]
    return made


def file(chance: Random, kind: str) -> str:
    """Make up a note, page or lead."""
    made = head(chance, kind)
    claims = [claim.get(key) for claim in made.get("claims", ()) for key in ("value", "min", "max", "words")]
    told = tuple(str(figure) for figure in claims if figure is not None)
    text = body(chance, told)
    if made.get("status") in {"draft", "withdrawn"}:
        made, text = _apart(chance, made), _apart(chance, f"Held back, {told}.")
    return f"---\n{written(chance, made)}---\n{text}\n"


def _apart(chance: Random, made: Any) -> Any:
    """Give each text of a withheld note a word of its own: of so few words, any may stand elsewhere too."""
    if isinstance(made, dict):
        return {key: one if key == "claims" else _apart(chance, one) for key, one in made.items()}
    if isinstance(made, list):
        return [_apart(chance, one) for one in made]
    return f"{made} held{chance.randrange(10**9)}" if isinstance(made, str) and " " in made else made


def campaign(chance: Random) -> dict[str, str]:
    """Make up a folder of content, by path below it."""
    made = registry(chance)
    for name in chance.sample(words.NAMES, chance.randint(6, 14)):
        made[f"notes/{name}.md"] = file(chance, "note")
    for name in chance.sample(words.NAMES, chance.randint(0, 8)):
        made[f"pages/{name.rpartition('/')[2]}.md"] = file(chance, "page")
    for day in chance.sample(words.DAYS, chance.randint(0, 5)):
        made[f"briefings/{day}.md"] = file(chance, "lead")
    return made
