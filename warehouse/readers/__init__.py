"""How the items of a landed file are read: one module a format, each a function from an open file to its items."""
