"""Raw bytes to sentences, without losing the place of a single character."""
