"""Receipts: a static site that shows every number in its sentence, and why each row of a mart says what it says.

    marks.py      spans of an article -> its text in pieces, marks opened and closed in order
    links.py      facts -> which claims of other articles support or contradict a claim
    cards.py      a claim and what was made of it -> the lines of its card, in words
    articles.py   a month of the lake -> the pages of its articles, as values
    derived.py    rows of the marts -> a page each: why do we say so?
    charts.py     facts of a series -> a line chart, as points of an SVG
    site.py       pages -> files, only where they changed

Pages hold no address of another host, work from a folder as from a server, and show raw text as it stands.
"""
