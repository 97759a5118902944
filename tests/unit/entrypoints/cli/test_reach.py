"""Who can reach a service, and whether a key is asked of them."""

import pytest

from hiring.domain.errors import InvalidSetting
from hiring.entrypoints.cli.serving.auth_policy import Auth, auth_for, is_loopback
from hiring.entrypoints.cli.serving.serve import listen

HERE = ["127.0.0.1", "127.8.9.10", "::1", "localhost"]
BEYOND = [
    "0.0.0.0",  # noqa: S104  # not bound
    "::",
    "10.0.0.1",
    "example.com",
    "",
    "localhost.example.com",
    "LOCALHOST ",
    "127.0.0.1.x",
]


@pytest.mark.parametrize("host", HERE)
def test_a_loopback_address_is_reached_from_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", BEYOND)
def test_every_other_address_may_be_reached_by_others(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("host", [*HERE, *BEYOND])
@pytest.mark.parametrize("asked", ["off", "keys"])
@pytest.mark.parametrize("had_keys", [True, False, None])
def test_what_somebody_set_holds_everywhere(host: str, asked: Auth, *, had_keys: bool | None) -> None:
    assert auth_for(host, asked, had_keys=had_keys) == asked


@pytest.mark.parametrize("host", HERE)
@pytest.mark.parametrize("had_keys", [True, False, None])
def test_on_loopback_keys_are_asked_for_once_there_was_one(host: str, *, had_keys: bool | None) -> None:
    assert auth_for(host, None, had_keys=had_keys) == "off"


@pytest.mark.parametrize("host", BEYOND)
@pytest.mark.parametrize("had_keys", [True, None])
def test_beyond_it_they_are_always_asked_for(host: str, *, had_keys: bool | None) -> None:
    assert auth_for(host, None, had_keys=had_keys) == "keys"


@pytest.mark.parametrize("host", BEYOND)
def test_beyond_it_nothing_is_served_without_keys_unless_somebody_says_so(host: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        auth_for(host, None, had_keys=False)
    assert "hiring-cli keys create" in str(refused.value)
    assert "HIRING_AUTH=off" in str(refused.value)


@pytest.mark.parametrize("host", ["caf\udce9", "a..b", "a" * 70, "a b", "999.1.1.1", "::1%nowhere"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(InvalidSetting, match="--host"):
        listen(host, 0)
