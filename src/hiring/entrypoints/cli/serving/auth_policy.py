"""Who can reach `serve`, and whether a key is asked of them."""

from ipaddress import ip_address
from typing import Literal

from hiring.domain.errors import InvalidSetting

Auth = Literal["off", "keys"]


def auth_for(host: str, asked: Auth | None, *, had_keys: bool | None) -> Auth:
    """How a service on this address asks for keys; `off` asks for none as long as there never was one.

    Args:
        host: To listen on.
        asked: HIRING_AUTH; None where it is not set.
        had_keys: Whether the store ever had a key; None if it does not answer now.

    Raises:
        InvalidSetting: Beyond this machine there would be nobody to answer, and nobody said what is meant.
    """
    if asked is not None:
        return asked
    if is_loopback(host):
        return "off"
    if had_keys is False:
        raise InvalidSetting(
            "HIRING_AUTH: there are no keys yet, so anybody who can reach that host could ask "
            "about people: create one with `hiring-cli keys create NAME`, use --host 127.0.0.1, "
            "or set HIRING_AUTH=off if that is what you want"
        )
    return "keys"


def is_loopback(host: str) -> bool:
    """Whether the address can be reached from this machine alone; an unknown name counts as reachable."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
