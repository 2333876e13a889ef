"""Claims to facts: periods, currencies, observations, and how they relate."""
