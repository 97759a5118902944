"""JSON Schema of what the service takes, in pieces; what it answers is derived from `schemas`."""

from typing import Any, Final

from hiring.domain.record_validation import LARGEST_CODE

Json = dict[str, Any]

ANYTHING: Final[Json] = {}  # `true` says the same, and programs that write clients stop at it
NULL: Final[Json] = {"type": "null"}
CODE: Final[Json] = {"type": "integer", "minimum": -LARGEST_CODE, "maximum": LARGEST_CODE}
DIGITS: Final[Json] = {"type": "string", "pattern": "^-?[0-9]{1,15}$"}


def closed_object(properties: Json, *, required: list[str]) -> Json:
    """One that takes no other properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def ref(name: object, *, kind: str = "schemas") -> Json:
    """To a part of the OpenAPI document that has a name."""
    return {"$ref": f"#/components/{kind}/{name}"}
