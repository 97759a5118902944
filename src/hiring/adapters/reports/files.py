"""Pages as files."""

import errno
from pathlib import Path

from hiring.domain.errors import StoreUnavailable
from hiring.unfinished import draft_file


def replaced(file: Path, content: bytes) -> None:
    """Readers see the old file or the new one, whole.

    Raises:
        StoreUnavailable: It cannot be written; what was there before is still whole.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft_file(file) as opened:
            opened.write(content)
    except OSError as fault:
        name = errno.errorcode.get(fault.errno or 0, "unknown")
        raise StoreUnavailable(f"{file}: the page cannot be written there ({name})") from fault
