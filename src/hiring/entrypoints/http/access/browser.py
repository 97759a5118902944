"""What a browser says of itself and of the page that a request came from."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from litestar.enums import ScopeType
from litestar.types import Scope as Connection

from hiring.domain.access.sessions import SESSION_COOKIE
from hiring.entrypoints.http.requests.refusals import RefusedRequest

_OURS: Final = frozenset({b"same-origin", b"none"})
"""Values of Sec-Fetch-Site: our own page, or the person's own doing."""

_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._~%!$&'()*+,;=@:/?-]{1,522}")  # `decisions/` and 512 more
_MOST_SESSIONS: Final = 4
_LANGUAGE: Final = re.compile(
    r"\s*(?P<tag>[A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=(?P<q>[01](?:\.\d{1,3})?)\s*)?"
)


class FromElsewhere(RefusedRequest):
    """A form of another site, which must not act in a person's name."""

    def __init__(self) -> None:
        super().__init__(
            "the form was not sent from this service's own page", status_code=HTTPStatus.FORBIDDEN
        )


def header(scope: Connection, name: bytes) -> bytes:
    """The first header of a name, in small letters; empty where there is none."""
    return next((value for each, value in scope["headers"] if each == name), b"")


def target_of(scope: Connection) -> str:
    """What was asked for, as it was sent: relative to the folder of our pages, with its query."""
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    below = path.partition("?")[0].removeprefix(scope.get("root_path", "")).removeprefix("/")
    return f"{below}?{query}" if query else below


def steps_up(scope: Connection) -> str:
    """The folder of our pages, relative to what was asked for: `../` for each folder below it."""
    return "../" * target_of(scope).partition("?")[0].count("/")


def prefix_of(scope: Connection) -> str | None:
    """What stands before our paths in the browser: empty for nothing, None where nobody says."""
    mounted = scope.get("root_path", "")
    told = header(scope, b"x-forwarded-prefix").decode("latin-1").rstrip("/")
    if told and _PREFIX.fullmatch(told) is None:
        return None
    return f"{told}{mounted}" if told or mounted else None


def address_below(scope: Connection, page: str) -> str:
    """The address of one of our pages, as the Location header has it."""
    prefix = prefix_of(scope)
    return page if prefix is None else f"{prefix}/{page}"


def is_page_of_ours(page: str, pages: Iterable[str]) -> bool:
    """Whether it is a page that a session opens, as a relative address: nothing leads to another host.

    Args:
        page: That somebody wants.
        pages: Paths that a session opens, with all that is below them.
    """
    path = f"/{page.partition('?')[0]}"
    known = any(path == one or path.startswith(f"{one.removesuffix('/')}/") for one in pages)
    return known and _ADDRESS.fullmatch(page) is not None


def over_tls(scope: Connection) -> bool:
    """Whether the browser speaks TLS, to us or to a proxy before us."""
    nearest = header(scope, b"x-forwarded-proto").split(b",")[0].strip().lower()
    return b"https" in {scope.get("scheme", "").encode(), nearest}


def wants_page(scope: Connection) -> bool:
    """Whether HTML is asked for by name, as browsers do; who sends a key, sound or not, is a program."""
    sends_key = any(name == b"authorization" for name, _ in scope["headers"])
    return not sends_key and b"text/html" in header(scope, b"accept").lower()


def wants_portuguese(scope: Connection) -> bool:
    """Whether Portuguese comes before English in Accept-Language."""
    ranks = {"pt": 0.0, "en": 0.0}
    for one in header(scope, b"accept-language").decode("latin-1").lower().split(",")[:32]:
        found = _LANGUAGE.fullmatch(one)
        if found is not None and found["tag"] in ranks:
            ranks[found["tag"]] = max(ranks[found["tag"]], float(found["q"] or 1))
    first = header(scope, b"accept-language").lstrip().lower().startswith(b"pt")
    return ranks["pt"] > ranks["en"] or (first and ranks["pt"] == ranks["en"] > 0)


def sessions_in(scope: Connection) -> Iterable[str]:
    """The sessions that a browser sends along for a page that the person asked for; none for anything else.

    A cookie goes with whatever any page makes the browser ask; only reading is opened by it, and only from
    here: what another site's page fetches or embeds is answered as without it.
    """
    site = header(scope, b"sec-fetch-site")
    embedded = site not in _OURS and header(scope, b"sec-fetch-mode") != b"navigate"
    if scope["type"] != ScopeType.HTTP or scope["method"] not in {"GET", "HEAD"} or (site and embedded):
        return ()
    return _cookies(scope)[:_MOST_SESSIONS]


def refuse_from_elsewhere(scope: Connection) -> None:
    """Let a form go on that our own page sent, or that no browser did.

    Raises:
        FromElsewhere: 403, another site's page sent it.
    """
    site, origin = header(scope, b"sec-fetch-site"), header(scope, b"origin")
    if site:
        ours = site in _OURS
    elif origin:
        host = origin.decode("latin-1").lower().partition("://")[2]
        names = (header(scope, name).decode("latin-1").lower() for name in (b"host", b"x-forwarded-host"))
        ours = host != "" and host in names
    else:
        ours = True
    if not ours:
        raise FromElsewhere


def session_cookie(session: str, *, lasts_s: int, secure: bool) -> str:
    """The header that sets the cookie; an empty session and no time take it away.

    Without a Path: a browser takes the folder of the page, which is right behind any prefix.
    """
    parts = [f"{SESSION_COOKIE}={session}", f"Max-Age={lasts_s}", "HttpOnly", "SameSite=Strict"]
    return "; ".join([*parts, *(["Secure"] if secure else [])])


def _cookies(scope: Connection) -> list[str]:
    pairs = [
        one.strip().partition("=")
        for name, value in scope["headers"]
        if name == b"cookie"
        for one in value.decode("latin-1").split(";")
    ]
    return [value for name, _, value in pairs if name == SESSION_COOKIE]
