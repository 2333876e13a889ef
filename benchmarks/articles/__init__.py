"""Articles made up for benchmarks: sentences and words in tables, numbers with a known value."""
