"""Lies for the gateway's document: each must be found, or the checks are worth nothing."""

import json

import yaml

ABSENT = object()
# Where in the document a lie stands, what it says (ABSENT: nothing), the operation it is about,
# and what must be said of it.
LIES = [
    (
        "components/responses/DebitRefused/description",
        "`limit-reached`",
        "POST /v1/debits",
        "insufficient-points is not documented",
    ),
    (
        "paths//v1/chain/get/description",
        "Roles: operator.",
        "GET /v1/chain",
        "a viewer is answered 200",
    ),
    (
        "paths//v1/store/check/get/description",
        "Roles: operator, viewer, member.",
        "GET /v1/store/check",
        "a member is refused",
    ),
    (
        "paths//v1/holds/post/responses/201",
        ABSENT,
        "POST /v1/holds",
        "Undocumented status code",
    ),
    (
        "paths//metrics/get/responses/200/content",
        {"text/csv": {}},
        "GET /metrics",
        "Undocumented Content-Type",
    ),
    (
        "components/schemas/AccountState/required",
        ["told"],
        "POST /v1/members/{member}/unfreeze",
        '"told" is a required property',
    ),
    (
        "components/schemas/ChainAudit/properties/checked",
        ABSENT,
        "GET /v1/chain/audit",
        "('checked' was unexpected)",
    ),
    (
        "components/schemas/Credit/properties/amount/maximum",
        10,
        "POST /v1/credits",
        "Schema-violating request accepted",
    ),
    (
        "components/schemas/Capture/properties/amount",
        {"type": "integer", "minimum": 0},
        "POST /v1/holds/{id}/capture",
        "refused for amount: must be a whole number",
    ),
    (
        "components/parameters/Limit/schema/maximum",
        1000,
        "GET /v1/audit",
        "refused for limit",
    ),
]


def tell_lies(document, path):
    """Writes the document with all lies in it."""
    with open(document, encoding="utf-8") as file:
        # By way of JSON, so that no two places are the same object.
        told = json.loads(json.dumps(yaml.safe_load(file), default=str))
    for pointer, lie, _, _ in LIES:
        tell(told, pointer, lie)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(told, file)


def tell(told, pointer, lie):
    """Changes one place; a name that begins with a slash is a path, up to the method."""
    start, _, rest = pointer.partition("//")
    names = start.split("/")
    if rest:
        path, method, rest = rest.rpartition("/get") if "/get" in rest else rest.rpartition("/post")
        names += [f"/{path}", method[1:]] + rest[1:].split("/")
    value = told
    for name in names[:-1]:
        value = value[name]
        if "$ref" in value and names[-1] != "$ref":
            target = told
            for part in value.pop("$ref").removeprefix("#/").split("/"):
                target = target[part]
            value.update(target)
    if lie is ABSENT:
        del value[names[-1]]
    else:
        value[names[-1]] = lie


def believed(text):
    """The lies that a run of Schemathesis has not found."""
    found, operation = set(), None
    for line in text.splitlines():
        if line.startswith("____") and line.endswith("____"):
            operation = line.strip("_ ")
        found |= {
            index
            for index, (_, _, about, said) in enumerate(LIES)
            if about == operation and said in line
        }
    return [lie for index, lie in enumerate(LIES) if index not in found]
