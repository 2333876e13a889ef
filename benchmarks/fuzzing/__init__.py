"""Hostile bytes against the readers and the rules: what has to hold of every input, and the program that tries many."""
