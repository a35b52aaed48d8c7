"""The words by which English tells what befell those counted, by meaning, with all forms of their verbs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from briefing.suggest import verb_phrases


class Sense(Struct, frozen=True):
    """The words of one meaning, each list parted by commas.

    `done` are verbs with what is counted as their object, `does` with it as their subject, by their base or,
    where they are irregular, as base:past:participle, with the words that follow. `states` stand behind "be",
    `nouns` stand for those counted, `acts` before "of" them. A campaign's measure has this meaning if one of
    its words is among `keys`.
    """

    keys: str = ""
    done: str = ""
    does: str = ""
    states: str = ""
    nouns: str = ""
    acts: str = ""


# What befalls people, as all campaigns count it.
FATES: Mapping[str, Sense] = {
    "killed": Sense(
        "killed, died, dead, deaths",
        "kill, drown, massacre, slaughter, execute, behead, murder, assassinate, lynch,"
        " electrocute, butcher, slay:slew:slain, gun down, mow down, shoot:shot:shot dead,"
        " shoot:shot:shot to death, stab to death, beat:beat:beaten to death, hack to death,"
        " burn to death, crush to death, trample to death, burn alive, kill off",
        does="die, perish, drown, suffocate, succumb, lose:lost:lost their lives, starve to death,"
        " burn to death, freeze:froze:frozen to death, choke to death, bleed:bled:bled to death",
        states="dead",
        nouns="dead, deaths, death, fatalities, bodies, corpses, killings, murders, executions, drownings",
        acts="killing, massacre, murder, execution, slaughter, assassination, beheading, drowning, lynching",
    ),
    "injured": Sense(
        "injured, wounded, hurt",
        "injure, wound, hurt:hurt:hurt, maim",
        does="suffer injuries, suffer wounds, suffer burns, sustain injuries, sustain wounds",
        nouns="wounded, injured, injuries",
        acts="injury, wounding, maiming",
    ),
    "held": Sense(
        "held, captured, captive, hostage, abducted",
        "hold:held:held, seize, kidnap, abduct, capture, take:took:taken captive,"
        " take:took:taken hostage, take:took:taken prisoner",
        nouns="hostage, hostages, captive, captives, prisoners, abductees, abductions, kidnappings",
        acts="abduction, kidnapping, capture",
    ),
    "arrested": Sense(
        "arrested, detained, arrests, jailed, imprisoned",
        "arrest, detain, jail, imprison, incarcerate, intern, round up, lock up,"
        " take:took:taken into custody, take:took:taken into detention",
        states="in custody, in detention, in jail, in prison, behind bars, under arrest",
        nouns="detainees, arrests, detentions",
        acts="arrest, detention, imprisonment, internment, jailing",
    ),
    "trapped": Sense(
        "trapped, stranded",
        "trap, besiege, encircle, strand, maroon, surround, cut:cut:cut off, bury alive,"
        " bury under, bury beneath",
        states="under siege, under the rubble, under rubble, beneath the rubble",
        acts="trapping, entrapment, encirclement",
    ),
    "fled": Sense(
        "fled, displaced, evacuated",
        "displace, evacuate, uproot, expel, evict, drive:drove:driven from,"
        " drive:drove:driven out, force out, force from, chase from, chase out, force to flee,"
        " force to leave, bomb out of, move to safety, move to safer ground, move to shelters",
        does="flee:fled:fled, take:took:taken refuge, take:took:taken shelter,"
        " seek:sought:sought refuge, seek:sought:sought shelter, cross into, cross over into,"
        " cross the border, cross over the border, pour into, pour across the border,"
        " stream across the border, abandon their homes",
        states="living outdoors, living in camps, living in tents, in transit camps, in refugee camps,"
        " in makeshift camps, in temporary camps, sheltering",
        nouns="displaced, evacuees, evacuations",
        acts="displacement, evacuation, exodus, expulsion, eviction, uprooting",
    ),
}
# What a campaign may count besides; of these only those are read that one of its measures means.
_OTHERS: tuple[Sense, ...] = (
    Sense(
        "missing",
        does="disappear, vanish",
        states="unaccounted for, lost at sea",
        acts="disappearance",
    ),
    Sense(
        "homeless",
        does="lose:lost:lost their homes, sleep:slept:slept rough",
        states="sleeping outdoors, living in the open, without shelter, without homes, without a home",
    ),
    Sense(
        "rescued, saved",
        "rescue, save, pull alive, pull to safety, pull out alive, pull from the rubble,"
        " dig:dug:dug out alive, pluck, airlift, winch, bring:brought:brought to safety,"
        " lead:led:led to safety",
        nouns="rescues",
        acts="rescue",
    ),
    Sense(
        "freed, released",
        "free, release, liberate, set:set:set free, let:let:let go",
        acts="release",
    ),
    Sense(
        "escaped, escapes",
        does="escape, break:broke:broken out, get:got:got away",
        states="on the run",
        nouns="escapees",
        acts="escape",
    ),
    Sense(
        "destroyed",
        "destroy, flatten, raze, level, demolish, wreck, gut, torch, burn down, wash away,"
        " sweep:swept:swept away, reduce to rubble, tear:tore:torn down, blow:blew:blown away,"
        " burn to the ground",
        does="collapse",
        acts="destruction, demolition",
    ),
    Sense("damaged", "damage, batter", states="damage to"),
    Sense(
        "infected, infections, cases, infected people",
        "infect, sicken, diagnose",
        does="catch:caught:caught the ~ virus, catch:caught:caught the ~ disease, contract the ~ virus,"
        " contract the ~ disease, catch:caught:caught cholera, contract cholera, fall:fell:fallen ill,"
        " fall:fell:fallen sick, have:had:had the ~ virus, contract the ~ illness,"
        " come:came:come down with, test positive",
        states="have the ~ virus",
        nouns="infections, diagnoses",
        acts="infection",
    ),
    Sense(
        "hospitalised, hospitalized, in hospital, hospitalisations, hospitalizations",
        "hospitalise, hospitalize, take:took:taken to hospital, take:took:taken to a hospital,"
        " take:took:taken to hospitals, take:took:taken to the hospital, admit to hospital,"
        " rush to hospital, treat in hospital",
        states="in hospital, in hospitals",
        nouns="hospitalisations, hospitalizations",
    ),
    Sense(
        "vaccinated",
        "vaccinate, inoculate, immunise, immunize",
        nouns="vaccinations",
        acts="vaccination",
    ),
    Sense(
        "on strike, walked out, striking, strikers",
        does="walk out, down tools, stop work, strike:struck:struck",
        states="on strike, striking",
        nouns="strikers",
    ),
    Sense(
        "marched, protested, protesters, protesters in the streets, demonstrators, rallied, demonstrated",
        does="march, protest, chant, gather, demonstrate, rally, take:took:taken to the streets,"
        " take:took:taken part in the protest, turn out, pour into the streets",
        nouns="protesters, protestors, demonstrators, marchers",
    ),
    Sense(
        "laid off, sacked, jobs lost, dismissed, redundant",
        "lay:laid:laid off, sack, dismiss, make:made:made redundant",
        does="lose:lost:lost their jobs",
        states="out of work",
        nouns="layoffs, redundancies, job losses",
        acts="sacking, dismissal",
    ),
    Sense(
        "flooded",
        "flood, inundate, submerge, swamp",
        states="under water, underwater",
        acts="flooding",
    ),
    Sense(
        "without power, without electricity, power cuts",
        does="lose:lost:lost power, lose:lost:lost electricity",
        states="without power, without electricity, in the dark",
    ),
    Sense(
        "spilled, spilt, leaked",
        "spill:spilt:spilt, spill, leak, discharge, dump",
        does="escape into, pour into, flow into, gush into, seep into, come:came:come out of",
        nouns="spill",
        acts="leak, leakage",
    ),
    Sense(
        "burned, burnt, scorched, charred",
        "burn, burn:burnt:burnt, scorch, char, blacken, consume",
        states="ablaze",
    ),
    Sense("spent", "spend:spent:spent"),
    Sense("fell, dropped, plunged, rose, gained", states="down, up, lower, higher"),
    Sense("donated, pledged, promised", "donate, pledge"),
    Sense(
        "deployed",
        "deploy, dispatch, mobilise, mobilize, station",
        acts="deployment, dispatch, mobilisation, mobilization",
    ),
    Sense(
        "looted, stolen",
        "loot, steal:stole:stolen, plunder",
        nouns="thefts",
        acts="theft, looting",
    ),
)


@lru_cache(maxsize=256)
def told(listed: tuple[str, ...], others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the words by which a measure is told that lists some: their forms, and all of their meaning.

    What stands among `others`, the words of other measures, is theirs.
    """
    found = dict.fromkeys(listed)
    for one in listed:
        found |= dict.fromkeys(verb_phrases.inflected(one))
    for sense in _OTHERS:
        if {*listed} & {*verb_phrases.words(sense.keys)}:
            verbs = f"{sense.done}, {sense.does}"
            forms = (
                *verb_phrases.actives(verbs),
                *verb_phrases.participles(verbs),
                *verb_phrases.infinitives(sense.done),
                *verb_phrases.words(sense.states),
                *verb_phrases.words(sense.nouns),
            )
            found |= dict.fromkeys((*forms, *(f"{one} of" for one in verb_phrases.words(sense.acts))))
    return tuple(one for one in found if one in listed or one not in others)
