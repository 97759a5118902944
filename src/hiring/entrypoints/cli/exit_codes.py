"""What a failure means to the shell; the numbers are those of sysexits.h."""

from typing import Final

from hiring.domain.errors import Conflict, HiringError, InvalidInput, NotFound, Unavailable

OUTPUT_LOST: Final = 74
UNAVAILABLE: Final = 75
EXIT_CODES: Final[dict[type[HiringError], int]] = {
    InvalidInput: 65,
    NotFound: 66,
    Conflict: 73,
    Unavailable: UNAVAILABLE,
}
USAGE: Final = 2
NEW_ALERT: Final = 1
"""Of `monitor daily --fail-on-alert`."""
INTERRUPTED: Final = 130
TERMINATED: Final = 143
"""As a shell tells the end by SIGTERM; of a terminal that is closed too, which no shell is left to tell."""


def exit_code_for(kind: type[HiringError]) -> int:
    """The exit code of an error's family."""
    return next(code for family, code in EXIT_CODES.items() if issubclass(kind, family))


def exit_code_of(error: HiringError) -> int:
    return exit_code_for(type(error))
