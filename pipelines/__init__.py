"""HOW a raw article becomes facts: pure functions, arguments in, value out. No clock, no files, no environment.

The flow, a line a step; each step is a module of the same name or stands in the module named:

    normalise/  decode_text            bytes -> raw text, with the encoding that was used
                normalise_articles     raw text -> articles of the page, each a title and typed regions
                split_sentences        body regions -> sentences that tile them, [start, end) in the raw text
    extract/    find_dates             sentence -> date expressions, as symbols not yet tied to a calendar
                find_quantities        sentence -> numbers with modifier, scale, currency or unit, and what was refused
                bind_claims            quantities + their sentence -> claims: who, what, role, direction, speaker
    conform/    date_article           the page's own words -> when it was published, when it was written
                resolve_periods        claims + date expressions + those dates -> [period_start, period_end)
                convert_claims         money claims + rates -> the same amount in other currencies, with the rate
                observe_claims         claims of many articles -> facts of the world, each with its claims

`reading.py` puts them in this order for one article; everything that runs Numtrail calls it, or
`dating.py`, which dates a page when it arrives.
The stages never import one another: they meet in `schemas`.
"""
