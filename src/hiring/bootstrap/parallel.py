"""Where the parts of long works are done, as the settings say."""

from hiring.application.ports.parallel import Parallel


def open_parallel(place: str) -> Parallel:
    """What does the parts of long works.

    Args:
        place: `here` or `processes:N`, as HIRING_PARALLEL has it.
    """
    kind, _, which = place.partition(":")
    if kind == "processes":
        from hiring.adapters.local.processes import Processes

        return Processes(int(which))
    from hiring.adapters.local.here import Here

    return Here()
