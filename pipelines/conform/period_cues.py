"""The words around an expression of time that tell what it does in its sentence, for `period_roles` and `period_bases`.

All but the datelines are looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re

from pipelines.lexicons import read_choices

_CHOICES = read_choices(__file__)
_LEVEL = _CHOICES["level"]

PRICED = re.compile(r"(?: u\.?s\.?)?[ -][a-z]{3,9}\b")
"""What may follow the year whose prices an amount is in."""
NAMED = re.compile(rf"\s+(?:{_CHOICES['named']}|{_CHOICES['minded']})\b")
"""What follows "now" where it only gives a thing its present name, or tells when somebody expects something."""
VALID_UNTIL = re.compile(
    rf"\b(?:{_CHOICES['lasting']})\b[^.;:]{{0,40}}\b(?:until|till|through)\s+$",
)
"""A time until which a rule, a fund or a tax break lasts; no amount is measured over it."""
WITHIN = re.compile(r"\bwithin\s+(?:\w+\s+)?$")
MATURING = re.compile(
    r",\s+(?:which\s+(?:is|are)\s+)?(?:due|maturing|expiring|repayable)\s+(?:in|on|by)\s+(?:the\s+)?$"
)
"""When a loan falls due, in an aside; what it carries it carries before."""
ORIGIN = re.compile(
    rf"\b(?:{_CHOICES['origin']})\s+(?:back\s+)?(?:in|on|since|at|during)?\s*(?:the\s+)?$",
)
"""Deeds whose date is that of the thing, not of the numbers told of it in another clause."""
_AMOUNT = r"[^\s\d]{0,4}[\d.,]{1,20}(?:\s?%|\s+(?!and\b)[\w-]+){0,4}"
_FROM = rf"from\s+(?:(?!and\b)\w+\s+){{0,2}}{_AMOUNT}(?:,?\s+or\s+{_AMOUNT},?)?\s*$"
_CLAUSE = r"(?:[^.;]|\.(?=\d))"
"""A letter of a clause, which the point of a decimal does not end."""
BASE_LEAD = re.compile(
    r"\b(?=[abcdfiorstuv])(?:"  # each begins with a word, and one of these letters: the others are passed over at once
    r"than\s+(?:(?:in|at|on|for|during)\s+)?(?:the\s+)?$"
    rf"|(?:above|below|over|under|beyond|than)\s+(?:the|its|their)\s+(?:{_LEVEL})s?\s+(?:of|in|for|at)\s+$"
    r"|(?=th|its)(?:(?<=\bdouble )|(?<=\btwice )|(?<=\btriple )|(?<=\bhalf )|(?<=\btimes )|(?<=\bthan ))"
    r"(?:that|those|(?:the|its|their)\s+\w{3,20})\s+(?:of|in|at)\s+(?:the\s+)?$"
    r"|(?:above|below|over|under|beyond)\s+(?:that|those)\s+(?:of|in|for|at)\s+(?:the\s+)?$"
    r"|(?:(?<=% )|(?<=percent )|(?<=per cent )|(?<=points )|(?<=point ))(?:above|below|under|short\s+of)\s+"
    r"(?:(?:the|its|their)\s+)?$"
    rf"|from\s+(?:the|that|its|their)\s+(?:{_CHOICES['level left']})s?\s+(?:of|in|for|at)\s+(?:the\s+)?$"
    rf"|(?=th)(?<=\bthan )(?:that|those|the\s+\w{{3,20}})\s+(?:(?:{_CHOICES['recorded']})\s+)?"
    r"(?:in|at|for|during)\s+(?:the\s+)?$"
    r"|(?=from)(?:(?<=\bup )|(?<=\bdown )|(?<=\bincrease )|(?<=\brise )|(?<=\bdecrease )|(?<=\bdecline )"
    r"|(?<=\bdrop )|(?<=\bfall )|(?<=\bjump ))from\s+[^,;]{1,40}\s(?:in|at|on)\s+(?:the\s+)?$"
    rf"|(?:up\s+|down\s+|(?:{_CHOICES['alike']})\s+|(?<=ing )(?=f)){_FROM}"
    rf"|(?:the\s+same\s+as|in\s+line\s+with|(?:level|on\s+a\s+par)\s+with)\s+(?:the\s+)?(?:{_AMOUNT}\s*)?"
    r"(?:(?:in|at|on|of|for)\s+(?:the\s+)?)?$"
    rf"|(?=from)(?:(?<=% )|(?<=percent )|(?<=points ))from\s+"
    rf"(?:(?:an?|the|its|their)\s+(?:\w+\s+){{1,2}}of\s+)?{_AMOUNT}\s*$"
    rf"|than\s+(?:(?:the|its|their)\s+{_AMOUNT}\s*|(?:it|they|he|she)\s+(?:\w+\s+){{1,3}}(?:in|at|on|for|during)\s+(?:the\s+)?)$"
    r"|times\s+(?:its|their|his|her|the)\s+$"
    r"|as\s+(?:many|much|high|large|big|fast|long)\s+as\b[^.;,]{0,40}$"
    r"|(?:than|times|double|twice)\s+what\b[^.;,]{0,40}$"
    rf"|(?:(?:compared|comparing)\s+(?:with|to)|versus|vs\.?|relative\s+to)\b{_CLAUSE}{{0,60}}$"
    r"|against\s+(?:\w+\s+){1,3}(?:in|at|on)\s+(?:the\s+)?$"
    rf"|against\s+(?:(?:in|at)\s+)?(?:the\s+)?$|(?:against|after|following)\b(?={_CLAUSE}{{0,60}}\d){_CLAUSE}{{0,60}}$)"
)
STARTED_FROM = re.compile(r"from\s+(?:an?|the|its|their|just|only|almost|under)\s[^,;]{1,60}\s(?:in|at)\s+(?:the\s+)?$")
"""From where a sentence starts: "from a standing start in 2016, the number has risen to 2,400"."""
FROM_NUMBER = re.compile(rf"\b{_FROM}")
"""What a number fell or rose from, before "a year earlier"."""
TO_NUMBER = re.compile(rf"\bto\s+(?:\w+\s+){{0,2}}{_AMOUNT},?\s+$")
"""What it fell or rose to, before that."""
OTHERWISE = re.compile(r"(?:\s+\w+){0,3},?\s+or\s+")
"""Between two numbers that tell the same in two ways."""
RECORD = re.compile(
    rf"\b(?:the|its|their|an?)\s+(?:\w+\s+)?(?:(?!{_CHOICES['no superlative']})\w{{2,12}}est|{_CHOICES['record']})\b"
    rf"{_CLAUSE}{{0,60}}\bsince\s+(?:the\s+)?(?:\w+\s+of\s+)?$"
)
"""A time since when nothing was as low: it tells how rare a number is, not when it held."""
CONTRACT = re.compile(rf"\s+(?:\w+\s+){{0,2}}(?:{_CHOICES['contract']})\b")
"""What follows a month in which something bought now is delivered."""
OF_LEVEL = re.compile(r"\bof\s+(?:its|their|the)\s+(?:price|value|size|level|peak)\s+$")
"""Before "a year ago": a third of its price then, which is no time of what it costs."""
WAS_ONCE = re.compile(
    r"(?:%|\b(?=[dhpqtf])(?:percent|half|double|twice|triple|thirds?|quarters?|fifths?|tenths?))"
    r"\s+(?:of\s+)?(?:(?:its|their|the)\s+$|(?P<same>that|those)\s+(?:of|in|at)\s+(?:the\s+)?$"
    r"|(?P<then>what)\s+(?:\w+\s+){2,3}(?:in\s+)?(?:the\s+)?$)"
)
"""Before what something was once: half its 2019 level, a third of that in 2019."""
LEVEL_BEHIND = re.compile(rf"\s+(?:{_LEVEL})s?\b(?!\s+of\b)")
ABOVE_ITS = re.compile(r"\b(?:above|below|under|beyond)\s+(?:its|their|the)\s+$")
ABOVE = re.compile(r"\b(?:above|below|over|under|beyond|than|from|on)\s+(?:the\s+)?$")
LEVEL_OF = re.compile(rf"['’]s\s+(?:\w+\s+)?(?:{_CHOICES['level of a time']})s?\b")
"""What is left of a base after its time: "9 percent above last year's level"."""
FROM_LEAD = re.compile(r"\bfrom\s+(?:the\s+)?(?:end\s+of\s+)?$")
ON_LEAD = re.compile(
    r"(?:%|\b(?=[dfgipru])(?:percent|points?|up|down|increase|rise|gain|drop|decline|fall)"
    rf"|\b(?=[dfgir])(?:increase|rise|gain|drop|decline|fall)\s+of\s+{_AMOUNT})"
    r"\s+(?:on|over)\s+(?:the\s+)?$"
)
CHANGE_WORD = re.compile(rf"\b(?:{_CHOICES['change']})\b")
CHANGE = re.compile(CHANGE_WORD.pattern + r"|%|percent")
COMPARING = re.compile(r"(?:more|less|fewer|higher|lower)\s+than\b")
TO_DATE = re.compile(r"^\s*(?:,\s*)?(?:to|until|through)\s")
ANNOUNCING = re.compile(
    rf"\b(?:{_CHOICES['announcing']}|(?<!\bis )(?<!\bare )plann?ed)\b",
)
VOWED = re.compile(rf"\b(?:{_CHOICES['vowed']})\b")
"""Who vowed a sum did so then; the sum itself is to come."""
FORETELLING = re.compile(rf",?\s+(?:(?!(?:{_CHOICES['passive']})\b)\w+\s+){{1,4}}?(?:{_CHOICES['foretold']})\b")
"""Behind a time: when somebody forecast something."""
OWNED = re.compile(r"(?:\b(?:its|their|his|her|our|the|an?)|['’]s?)\s+$")
"""Before a time that describes what it stands before: its 2024 forecast."""
REPORTING = re.compile(
    rf"\b(?:{_CHOICES['reporting']})\b",
)
SOURCE_LEAD = re.compile(
    rf"\b(?:according\s+to|as\s+reported\s+by|citing|in\s+an?\s+(?:{_CHOICES['source']}))\b[^.;,]*$",
)
DOCUMENT_OF = re.compile(
    rf"\b(?:{_CHOICES['document']})s?\s+(?:of|from|dated)\s+(?:last\s+|the\s+)?$",
)
"""A time that tells when a document was made: "the industry plan of November"."""
DATELINE_BEFORE = re.compile(r"^\W*[A-Z][A-Za-z'’.]*(?:[ -/]+[A-Z][A-Za-z'’.]*){0,4},?\s*$")
DATELINE_AFTER = re.compile(r"^\s*(?:[/(][^)/]{2,30}[)/]\s*)?(?:--|-|—|–|:)\s")
"""What stands around the day of a dateline: a place before it, an agency and a dash after it."""
TOLD_OF_SUBJECT = re.compile(r"\b(?:that|which|who)\b[^,;]*$")
SINCE_DEED = re.compile(
    r"\bsince\s+(?:its|their|his|her|the|it|they|he|she)\s+(?:\w+\s+){1,4}?(?:in|on|at)\s+(?:the\s+)?$"
)
_DEED = (
    r"\s+(?P<side>after|before)\s+"
    r"(?:(?:its|the|their|his|her|an?)\s+(?:\w+\s+){1,4}?|(?:it|they|he|she)\s+(?:\w+\s+){1,7}?)(?:in|on)\s"
)
COUNTED_FROM = re.compile(_DEED)
"""What a length of time is counted from: two years "after its launch in 2021"."""
AFTER_DEED = re.compile(rf"(?<!\blast )(?<!\bthis )(?<!\bnext )\b(?:years?|months?|weeks?|decades?){_DEED}$")
CLAUSE = re.compile(r"[;:—]|,\s|\b(?:while|but|which|who|after|when|because|that)\b")
CLAUSE_OR_AND = re.compile(r"[;:—]|,(?!\d)|\b(?:and|while|but|which|who|when|where)\b")
CLAUSE_END = re.compile(r"[;:—]|,(?!\d|\s+with\b)|\b(?:and|while|but|which|who|when|where)\b")
"""Where the clause of a time ends: "set up in 2014, with 5 billion" is one."""
YEARS_BEFORE = re.compile(r"\w+\s+(?:years|decades|months|weeks)\s+(?:before|earlier)")
"""A stretch that ends where another began: "in the three decades before"."""
PREPOSITION = re.compile(
    r"(?:\b(?:as\s+(?:of|at)|in|on|at|by|during|over|for|within|throughout|from|since|until|till|before|after|between|through|up\s+to)"
    r"\s+(?:just\s+|only\s+|the\s+|about\s+|around\s+)?)$",
)
MOVES_ON = re.compile(rf",\s+(?:{_CHOICES['moving on']})\s+(?:\w+\s+)?to\b")
"""Where a level goes from what it was: "20,000 a month, rising to 80,000 by 2027"."""
ANEW = re.compile(r"[,;]\s+(?:and|but)\s+(?:ever\s+)?since\b")
"""Where what follows a beginning is told: "with 52%, and since 1984 it has held it"."""
_LEADS_TO_TIME = r"(?:(?:in|on|after|before|since|by|during|from|for)\s+)?(?:the\s+)?$"
OF_THEM = re.compile(
    r"\bof\s(?:it|them|these|those|which|whom)\s+(?:[$€£¥]?\d[\d.,]{0,12}\s+(?:\w{1,12}\s+){0,2}?)?" + _LEADS_TO_TIME
)
"""Before a time of a share alone: "200 billion yuan, two thirds of it after 2017", "of which 2 billion in 2019"."""
OF_MOST = re.compile(r",\s+(?:most|much|part|some|the\s+bulk)\sof\s(?:it|them|which)\s+" + _LEADS_TO_TIME)
"""Before a time that is of a share that is no number: "900 jobs, most of them in 2019"."""
INCLUDING = re.compile(rf",\s+including\s+(?:\w+\s+){{0,2}}{_AMOUNT}\s*" + _LEADS_TO_TIME)
"""Before a time of a part alone: "10 billion euros, including 3 billion this year"."""
HAVE_DONE = re.compile(r"\b(?:has|have)\s[^,;]{1,80},\s+and\b")
"""What has come about by now, before a deed with a time: "a third have met their goals, and 370 closed in 2019"."""
