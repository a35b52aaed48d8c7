"""All kinds of date expression, in order of precedence."""

from briefing.text.dates import bare_rules, calendar_rules, relative_rules

RULES = (*calendar_rules.RULES, *relative_rules.RULES, *bare_rules.RULES)
