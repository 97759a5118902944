"""Pages that are made again only if something has changed."""

from collections.abc import Callable, Hashable


class KeptPages:
    """The last page of each name; made by whoever asks first, in the thread of that request.

    Two who ask at once for what has changed both make it, which is rare, and gives the same page.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, bytes]] = {}

    def __call__(self, name: str, stamp: Hashable, make: Callable[[], bytes]) -> bytes:
        """The page, as it was made when the stamp was the same; names are few."""
        known = self._kept.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        page = make()
        self._kept[name] = stamp, page
        return page
