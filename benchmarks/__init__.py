"""Adapters and speed runs that measure Numtrail. Not shipped."""
