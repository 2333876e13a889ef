"""The front door: the `numtrail` command line."""


def main() -> None:
    """Run the command line."""
