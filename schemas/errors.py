"""The one tree of errors: each says what happened, where, and what to do."""

from pathlib import Path


class NumtrailError(Exception):
    """Anything Numtrail refuses to do; the message names the file or row and the way out."""


class UnreadableInput(NumtrailError):
    """A landed item cannot be read as text: empty, binary, too large, malformed. It becomes a reject row."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ContractViolation(NumtrailError):
    """Rows do not satisfy the contract of their table; the message names the columns and the first failures."""


class SettingsError(NumtrailError):
    """A setting, an option or a path given by the user cannot be used as it stands."""


class StoreError(NumtrailError):
    """A file or database of the warehouse is damaged, locked or missing."""


class DamagedFile(StoreError):
    """A file that Numtrail keeps is missing or not what was written; `path` is the file."""

    def __init__(self, path: Path, cause: BaseException, remedy: str) -> None:
        told = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
        super().__init__(f"{path} is missing or damaged ({told}); {remedy}")
        self.path = path
