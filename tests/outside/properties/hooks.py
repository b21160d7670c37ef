"""What schemathesis is told of this registry beside its OpenAPI document: examples that are true of the world that `world.rs` makes, and what
a run must leave alone.

`schemathesis.toml` beside this file says the rest.
"""

import json
import pathlib
import re

import schemathesis
from hypothesis import strategies

EXAMPLES = json.loads(pathlib.Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))

# The account that the run itself works with: whoever disabled or throttled it would end the run, and rightly so.
OWN = "registry"

# What the rest of a run is about. Deleted or frozen once, every later request would find nothing; whatever else is made or was there is deleted.
KEPT = {"example.org", "x.org", "st", "blue.st", "green.st", "ns1.blue.st", "joe", "ann", "school", "hill"}

# A pattern that blocks these would refuse every later name.
FREE = ("new.example", "new.st")


def shapes(document, schema):
    """A schema itself, or what it refers to, or each that it may be."""
    if "$ref" in schema:
        return shapes(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    return [shape for each in schema["oneOf"] for shape in shapes(document, each)] if "oneOf" in schema else [schema]


def give(document, schema, members):
    """Puts each of these values as an example on the member of a schema that it is for."""
    for shape in shapes(document, schema):
        for name, value in members.items():
            member = shape.get("properties", {}).get(name)
            if member is None:
                continue
            member["example"] = value
            if isinstance(value, dict):
                give(document, member, value)


def of_the_path(parameter, method, path):
    """Puts the first example that fits on a part of a path. A final `$` in the table says that the path ends there."""
    for methods, place, values in EXAMPLES["parameters"]:
        fits = path == place[:-1] if place.endswith("$") else path.startswith(place)
        if fits and methods in ("", method) and parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
            return


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Puts the examples where schemathesis looks for them."""
    for path, operations in raw_schema["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "If-Match" and method != "post":
                    # Whatever is there now: a made-up tag is always stale.
                    parameter["example"] = "*"
                elif parameter["in"] == "query" and parameter["name"] in EXAMPLES["queries"]:
                    parameter["example"] = EXAMPLES["queries"][parameter["name"]]
                elif parameter["in"] == "path":
                    of_the_path(parameter, method.upper(), path)
            body = EXAMPLES["bodies"].get(f"{method.upper()} {path}")
            if body is not None:
                for form in operation["requestBody"]["content"].values():
                    form["example"] = body
                    give(raw_schema, form["schema"], body)


def parts(case):
    """The values in a request's path, as the registry compares them."""
    return {str(value).rstrip(".").casefold() for value in (case.path_parameters or {}).values()}


@schemathesis.hook
def filter_case(context, case):
    """Whether a request may be sent."""
    path, method, body = case.operation.path, case.method.upper(), case.body
    if method in ("POST", "PATCH") and path.startswith(("/accounts/", "/clients/")) and OWN in parts(case):
        return False
    if method == "DELETE" and path.endswith("}") and "ecord" not in path and "/delegations/" not in path:
        return not parts(case) & KEPT or path.startswith("/policies/{rule}/names")
    if path == "/REST/Zone/{zone}" and isinstance(body, dict) and body.get("freeze"):
        return not parts(case) & KEPT
    if path.startswith(("/blocklist", "/v2/blacklists")) and isinstance(body, dict) and isinstance(body.get("pattern"), str):
        return harmless(body["pattern"])
    return True


def harmless(pattern):
    """Whether a pattern blocks none of the names that requests are about; what this language cannot read the registry may refuse."""
    try:
        return not any(re.search(pattern, name) for name in FREE)
    except re.error:
        return True


SOA = "@ 3600 IN SOA ns.example.net. hostmaster.example.org. 1 10800 3600 1814400 3600\n@ 3600 IN NS ns.example.net.\n"
LINES = strategies.sampled_from(
    ["www A 192.0.2.1\n", "www AAAA 2001:db8::1\n", "@ MX 10 mail\n", 'a.b TXT "c" "d"\n', "* CNAME www\n", "bad A x\n", "$TTL 60\n", "(\n"]
)
FILES = strategies.builds(
    lambda zone, lines: f"$ORIGIN {zone}.\n$TTL 60\n{SOA}{''.join(lines)}".encode(),
    strategies.sampled_from(["file.example", "other.example"]),
    strategies.lists(LINES | strategies.text(max_size=20), max_size=6),
)
schemathesis.openapi.media_type("text/dns", FILES)
