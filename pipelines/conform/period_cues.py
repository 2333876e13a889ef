"""The words around an expression of time that tell what it does in its sentence; `period_roles.py` asks for them.

All but the datelines are looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re

PRICED = re.compile(r"(?: u\.?s\.?)?[ -][a-z]{3,9}\b")
"""What may follow the year whose prices an amount is in."""
NAMED = re.compile(r"\s+(?:known|called|dubbed|named|defunct|former)\b")
"""What follows "now" where it only gives a thing its present name."""
VALID_UNTIL = re.compile(
    r"\b(?:runs?|ran|running|lasts?|lasted|valid|remains?|extend\w*|prolonged|renewed|expires?|in\s+force|continues?|"
    r"matures?|maturing)\b[^.;:]{0,40}\b(?:until|till|through)\s+$",
)
"""A time until which a rule, a fund or a tax break lasts; no amount is measured over it."""
WITHIN = re.compile(r"\bwithin\s+(?:\w+\s+)?$")
ORIGIN = re.compile(
    r"\b(?:founded|established|set\s+up|created|formed|born|launched|opened|built|incorporated|listed|acquired|bought|"
    r"inaugurated|adopted|passed|approved|endorsed|ratified|signed|published|introduced|began|started|joined|elected|appointed)\s+(?:back\s+)?"
    r"(?:in|on|since|at|during)?\s*(?:the\s+)?$",
)
"""Deeds whose date is that of the thing, not of the numbers told of it in another clause."""
BASE_LEAD = re.compile(
    r"\b(?=[abcdfortuv])(?:"  # each begins with a word, and one of these letters: the others are passed over at once
    r"than\s+(?:(?:in|at|on|for|during)\s+)?(?:the\s+)?$"
    r"|(?:above|below|over|under|beyond|than)\s+(?:the|its|their)\s+(?:level|figure|total|peak|record|average|rate|"
    r"number|pace)s?\s+(?:of|in|for|at)\s+$"
    r"|(?:(?<=\bdouble )|(?<=\btwice )|(?<=\btriple )|(?<=\bhalf )|(?<=\btimes )|(?<=\bthan ))"
    r"(?:that|those)\s+(?:of|in|at)\s+$"
    r"|from\s+(?:the|that|its|their)\s+(?:level|figure|total|rate|number|amount)s?\s+(?:of|in|for|at)\s+(?:the\s+)?$"
    r"|(?<=\bthan )(?:that|those|the\s+\w{3,20})\s+(?:(?:recorded|registered|reported|posted|achieved|seen)\s+)?"
    r"(?:in|at|for|during)\s+(?:the\s+)?$"
    r"|(?:(?<=\bup )|(?<=\bdown )|(?<=\bincrease )|(?<=\brise )|(?<=\bdecrease )|(?<=\bdecline )"
    r"|(?<=\bdrop )|(?<=\bfall )|(?<=\bjump ))from\s+[^,;]{1,40}\s(?:in|at|on)\s+(?:the\s+)?$"
    r"|(?:up|down)\s+from\s+(?:\w+\s+){0,2}[\d.,]{1,20}(?:\s?%|\s+\w+){0,4}\s*$"
    r"|as\s+(?:many|much|high|large|big|fast|long)\s+as\b[^.;,]{0,40}$"
    r"|(?:than|times|double|twice)\s+what\b[^.;,]{0,40}$"
    r"|(?:(?:compared|comparing)\s+(?:with|to)|versus|vs\.?|relative\s+to)\b[^.;]{0,60}$"
    r"|against(?:\s+(?:(?:in|at)\s+)?(?:the\s+)?$|\b(?=[^.;]{0,60}\d)[^.;]{0,60}$))"
)
ABOVE = re.compile(r"\b(?:above|below|over|under|beyond|than|from|on)\s+(?:the\s+)?$")
LEVEL_OF = re.compile(r"['’]s\s+(?:\w+\s+)?(?:level|figure|total|peak|record|average|rate|number|pace|count|mark)s?\b")
"""What is left of a base after its time: "9 percent above last year's level"."""
FROM_LEAD = re.compile(r"\bfrom\s+(?:the\s+)?(?:end\s+of\s+)?$")
ON_LEAD = re.compile(
    r"(?:%|\b(?=[dfgipru])(?:percent|points?|up|down|increase|rise|gain|drop|decline|fall))"
    r"\s+(?:on|over)\s+(?:the\s+)?$"
)
CHANGE = re.compile(
    r"\b(?:up|down|rose|risen|rise|rising|fell|fallen|fall|grew|grown|growth|increas\w+|decreas\w+|declin\w+|dropp?\w*|"
    r"jump\w*|surg\w+|gain\w*|climb\w*|higher|lower|more|less|doubl\w+|tripl\w+|chang\w+|improv\w+|shrank|slid|plung\w+)\b|%|percent",
)
COMPARING = re.compile(r"(?:more|less|fewer|higher|lower)\s+than\b")
TO_DATE = re.compile(r"^\s*(?:,\s*)?(?:to|until|through)\s")
ANNOUNCING = re.compile(
    r"\b(?:announc\w+|unveil\w*|propos\w+|pledg\w+|(?<!\bis )(?<!\bare )plann?ed|"
    r"set\s+(?:a|the|its|an|out|up\s+a)\b|promis\w+|vow\w*|committed|"
    r"agreed|decided|approved|adopted|issued|laid\s+out|outlined|launch\w*\s+a\s+plan|target\s+(?:was\s+)?set|signed)\b",
)
VOWED = re.compile(r"\b(?:pledged|promised|vowed)\b")
"""Who vowed a sum did so then; the sum itself is to come."""
REPORTING = re.compile(
    r"\b(?:said|says|told|reported|reports?|according\s+to|statement|stated|disclosed|revealed|released?|publish\w+|showed|"
    r"announc\w+|confirmed|noted|wrote|quoted|estimated\s+(?:on|in))\b",
)
SOURCE_LEAD = re.compile(
    r"\b(?:according\s+to|as\s+reported\s+by|citing|in\s+an?\s+(?:report|study|survey|statement|interview|note))\b[^.;]*$",
)
DOCUMENT_OF = re.compile(
    r"\b(?:plan|document|report|paper|rules?|law|notice|circular|study|survey|statement|decision|guideline|outline|order)s?"
    r"\s+(?:of|from|dated)\s+(?:last\s+|the\s+)?$",
)
"""A time that tells when a document was made: "the industry plan of November"."""
DATELINE_BEFORE = re.compile(r"^\W*[A-Z][A-Za-z'’.]*(?:[ -/]+[A-Z][A-Za-z'’.]*){0,4},?\s*$")
DATELINE_AFTER = re.compile(r"^\s*(?:[/(][^)/]{2,30}[)/]\s*)?(?:--|-|—|–|:)\s")
"""What stands around the day of a dateline: a place before it, an agency and a dash after it."""
TOLD_OF_SUBJECT = re.compile(r"\b(?:that|which|who)\b[^,;]*$")
SINCE_DEED = re.compile(
    r"\bsince\s+(?:its|their|his|her|the|it|they|he|she)\s+(?:\w+\s+){1,4}?(?:in|on|at)\s+(?:the\s+)?$"
)
CLAUSE = re.compile(r"[;:—]|,\s|\b(?:while|but|which|who|after|when|because|that)\b")
CLAUSE_OR_AND = re.compile(r"[;:—,]|\b(?:and|while|but|which|who|when|where)\b")
PREPOSITION = re.compile(
    r"(?:\b(?:as\s+(?:of|at)|in|on|at|by|during|over|for|within|throughout|from|since|until|till|before|after|between|through|up\s+to)"
    r"\s+(?:just\s+|only\s+|the\s+|about\s+|around\s+)?)$",
)
