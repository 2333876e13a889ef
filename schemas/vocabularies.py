"""The closed vocabularies of the contracts: each list is the whole of what a column may hold."""

KINDS = (
    "money",
    "percent",
    "percent_change",
    "count",
    "rank",
    "ratio",
    "multiple",
    "duration",
    "area",
    "length",
    "mass",
    "energy",
    "power",
    "volume",
    "data",
    "speed",
    "index",
    "other_measure",
)
MODIFIERS = ("exact", "approx", "nearly", "more_than", "at_least", "less_than", "at_most", "range")
STATUSES = ("actual", "target", "plan", "projected", "estimate", "hypothetical")
FORWARD_LOOKING = frozenset({"target", "plan", "projected", "hypothetical"})
"""Roles of a number that is still to come true."""
HAPPENED = "status: went before"
"""The rule of a number that has happened before what its sentence plans or expects."""
LEFT = "status: a level that was left"
"""The rule of a number from which something moves, or is to."""
DIRECTIONS = ("up", "down")
DOUBTS = ("collective_or_distributive",)
PERIOD_RELATIONS = ("on", "as_of", "by", "over", "until", "since", "before", "after")
REGION_KINDS = (
    "body",
    "heading",
    "reconstructed",
    "title",
    "byline",
    "dateline",
    "bio",
    "caption",
    "pull_quote",
    "related",
    "advertisement",
    "furniture",
    "comment_form",
    "copyright",
    "duplicate",
    "garbled",
)
CLAIM_REGIONS = ("body", "heading", "reconstructed")
"""Regions whose sentences may hold claims; a number anywhere else is page furniture."""
PART_ROLES = (
    "number",
    "scale",
    "modifier",
    "currency",
    "unit",
    "noun",
    "per",
    "direction",
    "sign",
    "fraction",
    "multiple",
    "rank",
)
REFUSAL_KINDS = ("date", "label", "idiom", "furniture", "enumeration", "time", "score", "phone", "vague", "unreadable")
MENTION_KINDS = tuple(dict.fromkeys((*PART_ROLES, *REFUSAL_KINDS)))
RELATION_KINDS = (
    "stated_conversion_of",
    "growth_of",
    "from_to",
    "share_of",
    "part_of",
    "target_of",
    "component_of",
    "repeats",
)
CONVERSION_METHODS = ("own_currency", "period_average", "period_end", "spot_published", "none")
VERDICTS = ("consistent", "within_rounding", "inconsistent", "not_comparable")
"""What a check of numbers against one another may find; beside each stands the reason."""
TARGET_STATES = ("met", "missed", "under_way", "no_outcome", "unknown")
REJECT_STEPS = ("ingest", "normalise", "extract", "conform")
PUBLICATION_METHODS = ("sidecar", "html_metadata", "header", "dateline", "issue_line", "inferred")
MEDIA_TYPES = ("text/plain", "text/html")
