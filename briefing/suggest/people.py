"""Tell which nouns mean people, and what they say of them."""

from __future__ import annotations

import re

from briefing.suggest.cast import HOSTILE
from briefing.suggest.measures import NOUNS

CIVIL = frozenset(
    "civilian civilians resident residents inhabitant inhabitants villager villagers noncombatant"
    " noncombatants non-combatant non-combatants bystander bystanders hostage hostages captive captives"
    " refugee refugees".split()
)
PARTS = frozenset("women woman men man children child boys girls minors infants elderly".split())
# Of whom nothing is said but how many they are.
FOUND = NOUNS.keys() - CIVIL - {"prisoners"} | {"body", "corpse", "lives"}
PEOPLE = frozenset("people person persons".split())
# How nouns end that mean people; of those that end so and mean none, the commonest.
_PEOPLE_END = re.compile(
    r"(?:men|women|children|ers|ors|ists|ians|eans|[mr]ants|ees|folk|students|patients"
    r"|parents|citizens|nationals|victims|youths|nurses|inmates|convicts|pupils|guards|tourists|doctors)\Z"
)
_NO_PEOPLE = frozenset(
    """
    accelerators answers banners barriers beans bees boosters borders boulders bulldozers bumpers
    bunkers calculators cancers carriers cellars centers chambers chapters chargers choppers clusters
    committees computers containers conveyors coolers copters corners corridors counters covers craters
    cruisers cutters dangers degrees destroyers detonators dinners doors dozers drawers elevators errors
    escalators factors favors fees fevers fibers filters fingers fists flavors floors flowers flyers
    freezers freighters generators gliders grants guarantees hammers hangars harbors helicopters homers
    honors hydrants incubators indicators jeans kilometers knees ladders launchers layers letters levers
    lists liters lockers masters matters means meters mirrors mists monitors monsters motors movers
    numbers oceans offers orders others pagers papers pillars planters pointers posters powers printers
    processors projectors propellers quarters radars reactors receivers refrigerators reminders
    respirators restaurants revolvers rivers rockets rollers rudders rulers rumors routers scanners
    scooters sectors sensors servers shelters showers shutters silencers skimmers skyscrapers steamers
    stickers streamers summers superpowers tankers tenders terrors theaters tigers timbers towers
    tractors trailers transformers trawlers trees tremors triggers trousers tumors twists ulcers vapors
    ventilators waists warrants waters winters wonders wrists
    """.split()
)
FAMILIES = frozenset("family families household households".split())
ARMED = frozenset(
    "fighter fighters soldier soldiers troops militiamen gunmen combatants bomber bombers commander"
    " commanders member members forces personnel officer officers policemen snipers gunners mercenaries"
    " marines commandos rangers paratroopers troopers attackers raiders guerrillas defectors deserters"
    " conscripts recruits hijackers kidnappers bandits pirates rebel rebels police".split()
)
TAKEN = frozenset({"hostage", "captive", "prisoner"})
# What people who bear arms are on any side.
ANY_SIDE = frozenset(
    "more of the other its their his own armed unarmed young senior junior top wounded injured foreign local"
    " elite former masked unidentified suspected special ground active military security regular captured"
    " many some".split()
)
ROLES = frozenset("bomber bombers commander commanders officer officers".split())
HEADS = CIVIL | PARTS | PEOPLE | FOUND | FAMILIES | ARMED | HOSTILE | NOUNS.keys()
# What people are, in "15 injured", rather than who.
STATES = frozenset({"dead", "injured", "wounded", "displaced"})


def is_general(noun: str) -> bool:
    """Tell whether a noun says of people no more than what all campaigns know ("soldiers", "women")."""
    return noun.lower() in HEADS or f"{noun.lower()}s" in HEADS


def is_people(noun: str) -> bool:
    """Tell whether a noun means people, by what it is or how it ends: "boatmen", "migrants"."""
    return is_general(noun) or (noun not in _NO_PEOPLE and _PEOPLE_END.search(noun) is not None)


def is_armed(noun: str) -> bool:
    """Tell whether a noun means people who bear arms ("soldiers")."""
    return noun.lower() in ARMED | HOSTILE
