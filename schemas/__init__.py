"""WHAT things are: every row, column, code, id and span of Numtrail. Imports nothing of ours.

Read `tables.py` first: it lists every table in the order of the flow. `pages.py` and `spans.py` hold the values that
the rules pass on (standard library only, so that a rule and its corpus load in a moment). `identity.py` makes the ids.
"""
