"""The OpenAPI document as one HTML page: no script, nothing that is loaded from anywhere.

Everything in it comes from the document and from the rules of what serves, and is escaped.
"""

import json
import re
import shlex
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from hiring.domain.features import Profile
from hiring.entrypoints.http.json_schema import Json

HOST: Final = "http://127.0.0.1:8000"

_FORM: Final = "application/x-www-form-urlencoded"
_CODE: Final = re.compile(r"`([^`]+)`")


def page(shown: Json, profile: Profile) -> bytes:
    """The whole page, in UTF-8.

    Args:
        shown: The OpenAPI document.
        profile: Whose features it speaks of.
    """
    style = files("hiring.entrypoints.http.openapi").joinpath("docs_page.css").read_text("utf-8")
    info = shown["info"]
    sections = [_section(*one) for one in _operations(shown)]
    text = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(info["title"])} {escape(info["version"])}: HTTP API</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{escape(info["title"])} <small>{escape(info["version"])}</small></h1>
<p>{_text(info["description"])} The same for machines: <a href="schema/openapi.json">OpenAPI 3.1</a>.
To read decisions and metrics here, <a href="sign-in">sign in with a key</a>.</p>
</header>
<nav>
{_contents(shown)}
</nav>
<main>
{_keys(shown)}
{"".join(sections)}
<h2 id="features">Features</h2>
<p>What <code>features</code> has: all {len(profile.features)}, in any order.</p>
{_features(shown, profile)}
<h2 id="schemas">Schemas</h2>
{"".join(_schema(name, schema) for name, schema in _schemas(shown) if name != "Features")}
<h2 id="problems">Problems</h2>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457). <code>type</code> never changes,
<code>errors</code> names every fault, and nothing of what was sent is repeated.</p>
{_problems(shown)}
</main>
</body>
</html>
"""
    return text.encode()


def _operations(shown: Json) -> list[tuple[str, str, Json]]:
    """Each path with its methods, and parameters in full; HEAD is told of in words."""
    return [
        (path, method, operation | {"parameters": [_resolved(one, shown) for one in operation["parameters"]]})
        for path, item in shown["paths"].items()
        for method, operation in item.items()
        if method != "head"
    ]


def _contents(shown: Json) -> str:
    links = [
        f'<a href="#{operation["operationId"]}"><b>{method.upper()}</b> {escape(path)}</a>'
        for path, method, operation in _operations(shown)
    ]
    more = [f'<a href="#{name.lower()}">{name}</a>' for name in ("Features", "Schemas", "Problems")]
    return "\n".join([*links, *more])


def _keys(shown: Json) -> str:
    scheme, session = shown["components"]["securitySchemes"].values()
    example = f'curl -sS {HOST}/version -H "Authorization: Bearer $KEY"'
    return f"""<h2 id="keys">Keys</h2>
<p>{_text(scheme["description"])} Send one like this:</p>
<pre class="curl"><code>{escape(example)}</code></pre>
<p>{_text(session["description"])}</p>
<p>Where a path answers GET, it answers HEAD as well.
OPTIONS and <code>Allow</code> tell the methods of a path.</p>
"""


def _section(path: str, method: str, operation: Json) -> str:
    return f"""<section id="{operation["operationId"]}">
<h2><b>{method.upper()}</b> <code>{escape(path)}</code></h2>
<p><strong>{_text(operation["summary"])}.</strong> {_text(operation["description"])}</p>
<p>{_key_of(operation)}</p>
{_parameters(operation)}
<h3>Request</h3>
{_takes_body(operation)}
<pre class="curl"><code>{escape(curl(path, operation))}</code></pre>
<h3>Answer</h3>
{_answer(operation)}
<p>Refusals: {_refusals(operation)}.</p>
</section>
"""


def _answer(operation: Json) -> str:
    if "200" not in operation["responses"]:
        return f"<p>303: {_text(operation['responses']['303']['description'])}.</p>"
    ((media_type, content),) = operation["responses"]["200"]["content"].items()
    example = content["example"] if isinstance(content["example"], str) else _as_json(content["example"])
    return f"""<p>200, <code>{escape(media_type)}</code>: {_takes(content["schema"])}</p>
<pre><code>{escape(example)}</code></pre>"""


def curl(path: str, operation: Json) -> str:
    """A command that asks the example, as a shell takes it."""
    for one in operation["parameters"]:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(one["example"]))
        elif one["in"] == "query":
            path += f"{'&' if '?' in path else '?'}{one['name']}={one['example']}"
    command = f"curl -sS {shlex.quote(HOST + path)}"
    if "requestBody" not in operation:
        return f"{command} -d ''" if _only_acts(operation) else command
    ((media_type, content),) = operation["requestBody"]["content"].items()
    (example,) = content["examples"].values()
    if media_type == _FORM:
        return f'{command} -c cookies.txt --data-urlencode "key=$KEY"'
    body = _as_json(example["value"]).replace("'", "'\\''")
    return f"{command} \\\n  -H 'Content-Type: {media_type}' -d '{body}'"


def _key_of(operation: Json) -> str:
    if not operation["security"]:
        return "Needs no key."
    (scopes,) = operation["security"][0].values()
    key = f"Key: with the scope <code>{escape(scopes[0])}</code>." if scopes else "Key: any valid one."
    return f"{key} Or sign in with it." if len(operation["security"]) > 1 else key


def _parameters(operation: Json) -> str:
    rows = [
        (
            f"<code>{escape(one['name'])}</code> ({escape(one['in'])})",
            _takes(one["schema"]),
            _text(one["description"]),
        )
        for one in operation["parameters"]
    ]
    return f"<h3>Parameters</h3>{_table(('name', 'takes', 'meaning'), rows)}" if rows else ""


def _only_acts(operation: Json) -> bool:
    """Whether it is a POST without a body."""
    return "Set-Cookie" in operation["responses"].get("303", {"headers": ()})["headers"]


def _takes_body(operation: Json) -> str:
    if "requestBody" not in operation:
        return ""
    ((media_type, content),) = operation["requestBody"]["content"].items()
    return f"<p>Body: <code>{escape(media_type)}</code>, {_takes(content['schema'])}</p>"


def _refusals(operation: Json) -> str:
    statuses = [status for status in operation["responses"] if status >= "400"]
    return ", ".join(f'<a href="#status-{status}">{status}</a>' for status in statuses)


def _features(shown: Json, profile: Profile) -> str:
    takes = shown["components"]["schemas"]["Features"]["properties"]
    rows = [
        (
            f"<code>{rule.feature}</code>",
            f'<span lang="pt-BR">{escape(rule.pt)}</span><br>{escape(rule.en)}',
            _takes(takes[rule.feature]),
        )
        for rule in profile.rules
    ]
    return _table(("feature", "meaning", "takes"), rows)


def _schemas(shown: Json) -> list[tuple[str, Json]]:
    return sorted(shown["components"]["schemas"].items())


def _schema(name: str, schema: Json) -> str:
    told = _text(schema.get("description", ""))
    if "properties" not in schema:
        return f'<h3 id="schema-{name}">{name}</h3><p>{told}</p><p>One of {_takes(schema)}.</p>'
    required = schema.get("required", ())
    rows = [
        (
            f"<code>{escape(field)}</code>{'' if field in required else ' (optional)'}",
            f"{_takes(takes)}{_described(takes)}",
        )
        for field, takes in schema["properties"].items()
    ]
    return f'<h3 id="schema-{name}">{name}</h3><p>{told}</p>{_table(("field", "what it is"), rows)}'


def _described(schema: Json) -> str:
    described = schema.get("description", "")
    return f"<br>{_text(described)}" if described else ""


def _problems(shown: Json) -> str:
    seen: set[int] = set()
    rows = []
    for one in shown["x-problem-types"]:
        mark = "" if one["status"] in seen else f' id="status-{one["status"]}"'
        seen.add(one["status"])
        status = f"<span{mark}>{one['status']}</span>"
        rows.append((status, f"<code>{escape(one['type'])}</code>", _text(one["meaning"])))
    return _table(("status", "type", "meaning"), rows)


def _takes(schema: Json) -> str:
    """What a schema takes, in a few words."""
    if not schema:
        return "anything"
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{"features" if name == "Features" else f"schema-{name}"}">{name}</a>'
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(map(_takes, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"<code>{escape(json.dumps(value))}</code>" for value in schema["enum"])
    return _takes_type(schema)


def _takes_type(schema: Json) -> str:
    kind = schema["type"]
    if kind == "array" and "prefixItems" in schema:
        return f"list of {', '.join(map(_takes, schema['prefixItems']))}"
    if kind == "array":
        return f"list of {_bounds(schema, 'minItems', 'maxItems')}{_takes(schema.get('items', {}))}"
    if "pattern" in schema:
        return f"text like <code>{escape(schema['pattern'])}</code>"
    words = {"string": "text", "null": "<code>null</code>"}
    return f"{words.get(kind, kind)} {_bounds(schema, 'minimum', 'maximum')}".strip()


def _bounds(schema: Json, least: str, most: str) -> str:
    if least not in schema or abs(schema[most]) >= 2**52:  # no bound that anybody meets
        return ""
    return f"{schema[least]:g} to {schema[most]:g} "


def _resolved(one: Json, shown: Json) -> Json:
    if "$ref" not in one:
        return one
    resolved: Json = shown["components"]["parameters"][one["$ref"].rpartition("/")[2]]
    return resolved


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The cells are HTML already."""
    first = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="table"><table>\n<tr>{first}</tr>\n{body}\n</table></div>'


def _text(text: str) -> str:
    """Escaped, with what stands in backticks as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def _as_json(example: object) -> str:
    """As a person reads it."""
    return json.dumps(example, ensure_ascii=False, indent=2)
