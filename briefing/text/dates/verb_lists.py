"""List the verbs, and the words around them, that tell whether a date lies ahead or behind."""

MODALS = frozenset("will shall may might must should would can cannot could".split())
BE = frozenset("be been being get getting".split())
IS = frozenset("is are".split())
HAVE = frozenset("have has had having".split())
WAS = frozenset("was were did".split())
# What is said, in whatever tense, of what is to come; the second only with an infinitive or with "for".
PLANNED = frozenset(
    """supposed expected expects expect scheduled due planned planning slated booked poised tentatively
    upcoming intends intend aims hopes likely unlikely awaits awaiting awaited""".split()
)
WILLING = frozenset(
    """intended intending aimed hoped hoping prepares prepared preparing prepare vows vowed pledges pledged
    promises promised agrees threatens threatened wants wanted want ready cleared invited forecast
    projected predicted calls called looking asks""".split()
)
PLANS = frozenset(
    "hope request decision order invitation deal agreement plan plans proposal promise asked ordered".split()
)
COMING = frozenset(
    """begins starts opens meets ends expires arrives leaves goes faces hosts travels flies resumes
    launches reconvenes continues convenes holds enters visits departs takes closes reopens returns
    precedes meet arrive begin resume convene
    reconvene depart""".split()
)
# "Comes into force", not "comes after a raid"; "go on trial", not "go hungry".
ONWARD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("come", "comes"), ("into", "to", "up", "before", "ahead")),
    "go": ("to", "on", "into", "before", "ahead"),
}
# What many are to do; of other deeds the present may tell what a picture shows.
TOGETHER = frozenset("close come end expect expire go hope open plan reopen start".split())
MANY = frozenset("they we you who people men women police both all".split())
# "Let them go" and "saw them leave" tell of the time of the first verb.
SEEING = MODALS | frozenset(
    """see saw seen let make made help helped watch watched hear heard to and did do does had have
    has""".split()
)
PAST = frozenset(
    """said told met held took fell killed died came went left began fled won lost saw made gave found got
    led brought fought shot struck sent spoke wrote flew ran rose sank blew broke drove knew thought
    felt heard kept sat stood taught caught bought sold built spent paid lay fed hid bore tore wore
    swore threw grew drew chose froze stole rode ate became withdrew sought swept slid shook sprang
    stuck sued hung woke bled burnt dealt dug drank forbade forgot forgave learnt lent lit meant
    overtook overthrew rang sang shone shrank slept spat sped strode strove swam swung undertook
    understood upheld wept wrung overcame overran oversaw underwent mistook retook seen known taken
    given done gone shown written broken driven spoken fallen risen grown thrown drawn chosen stolen
    hidden beaten ago""".split()
)
# The same in the past as in the infinitive.
EITHER = frozenset(
    "set put cut hit let shut cost quit spread read hurt burst cast rid split thrust beat run".split()
)
MODIFIERS = frozenset(
    """former the a an his her its their our my your this these some any no of in on at by with for from to
    more most very two three four five six seven eight nine ten first second third last next new other many
    several all both each every heavily newly recently well highly""".split()
)
# "As planned" and "than expected" tell no plan.
COMPARING = frozenset({"as", "than"})
# What "to be held" after them tells was held.
CAUSING = frozenset("forced forcing led leading caused causing allowed allowing enabled helped".split())
ARTICLES = frozenset("the a an his her its their our my your".split())
# Whose infinitive may tell of what is to come as well as of what was settled then.
SETTLED = frozenset(
    """agreed decided announced proposed approved ordered asked allowed urged offered told permitted
    requested demanded subpoenaed summoned invited persuaded convinced chose opted voted""".split()
)
SAYING = frozenset(
    "say comment confirm discuss reveal disclose elaborate identify name speculate answer".split()
)
NO_PAST = frozenset(
    "need seed feed speed breed indeed succeed proceed exceed hundred sacred naked wicked red bed".split()
)
BREAKS = frozenset(", ; : that which who and but or after when while because as".split())
ONCE = frozenset("once until when before as".split())
NOBODY = frozenset("no nobody none neither nor".split())
SKIPPED = frozenset("not never also still probably likely only now then".split())
PLANS_TO = frozenset("plans expects wants hopes intends aims".split())
