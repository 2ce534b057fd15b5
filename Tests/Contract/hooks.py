"""What Tests/Contract/run adds to Schemathesis: who calls, about what, and what must be true.

Every choice is made by a hash of the request itself, so that a seed repeats a run and the same
request is the same call.
"""

import atexit
import base64
import copy
import hashlib
import json
import os
import random
import re

import jsonschema_rs
import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation


def subject_of(token):
    """Who a token says that it is."""
    claims = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"]


# What fuzz.py says of the `service`: `tokens` by role, its `section` of the programme, the file in
# which it wants to read what was `seen`, and whether it is `alone`, without its gateway.
with open(os.environ["JIFEN_CONTRACT_STAGE"], encoding="utf-8") as file:
    STAGE = json.load(file)
TOKENS = STAGE["tokens"]
ROLES = {token: role for role, token in TOKENS.items()}
MEMBER = "li.wei"
ID = re.compile("[A-Za-z0-9._:-]{1,64}")
SLUGS = re.compile("`([a-z-]+)`")
WORDS = {"member", "service", "operator", "viewer"}

# What paths may name, by the parameter or the part of the path before it. Ids that services made
# are added as they come.
NAMES = {
    # Without the gateway others than with it, who have all days left to be made up.
    "member": [MEMBER, "me", *(["m-1003", "m-1004"] if STAGE["alone"] else ["m-1001", "m-1002"])],
    "game": ["lucky-nine", "nine-cards"],
    "lotteries": ["lucky-nine"],
    "cardflips": ["nine-cards"],
    "prize": ["gold", "ticket", "freeze", "silver-500"],
    "slug": ["not-found", "invalid-request", "internal"],
    "events": ["order-77"],
    "epoch": ["1", "2"],
    "board": ["weekly-checkins", "monthly-points"],
    "task": ["first-checkin", "first-order", "daily-play", "full-week"],
}
# Those of which nothing is learned.
FIXED = set(NAMES) - {"events"}
# What bodies may name where the document has no more than a form for it.
VALUES = {
    "asset": ["points", "points", "tickets"],
    "member": ["li.wei", "li.wei", "m-1001", "m-1002"],
    "transfer": NAMES.setdefault("transfers", []),
    "occurredAt": ["2026-03-01T07:58:00Z", "2026-02-28T15:00:00Z"],
    "availableAt": ["2026-03-08T00:00:00Z"],
    "expiresAt": ["2026-03-08T00:00:00Z"],
    "notAfter": ["2026-03-01T08:01:00Z"],
    "expiresOn": ["2026-03-31", "2027-12-31"],
    "day": ["2026-03-01", "2026-02-26", "2026-02-27", "2026-02-28"],
    # Only near: a run of all that is due in centuries is ended by the time limit, and says so.
    "now": ["2026-03-01T08:00:00Z", "2026-03-02T00:00:00.5Z", "2026-03-04T15:59:59Z"],
    "from": ["2026-03-03"],
    "to": ["2026-03-05"],
}
if STAGE["service"] == "badges":
    VALUES["type"] = ["checkin.done", "order.paid", "lottery.drawn", "registration"]
    VALUES["undoes"] = [f"order-{number}" for number in range(20)]
    VALUES["period"] = VALUES["day"]
    VALUES["badge"] = ["buyer", "regular", "jackpot"]
    VALUES["level"] = ["bronze", "silver", "gold"]
    VALUES["source"] = [subject_of(TOKENS["service"])]
# Members whom operators freeze, so that the others can go on.
FROZEN = ["m-frozen", "m-1001-frozen"]


def number_of(*parts):
    """A number that stands for what is given."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def number_of_case(case):
    parts = (case.path_parameters, dict(case.query or {}), dict(case.headers or {}), case.body)
    return number_of(case.method, case.path, *parts)


def roles_of(operation):
    """The roles that the document names for an operation, none where anybody may call."""
    if operation.definition.raw.get("security") == []:
        return set()
    first = operation.definition.raw.get("description", "").split("\n\n")[0]
    match = re.match(r"Roles: ([^.]*)\.", first.strip() + ".")
    assert match, f"{operation.label} does not say who may call it"
    return WORDS & set(re.findall(r"[a-z]+", match.group(1)))


def is_sound(case, location):
    """Whether a part of a request is one that the document allows."""
    return case.meta is None or not case.meta.is_negative_at(location)


class Bearer(requests.auth.AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


@schemathesis.hook
def before_call(context, case, kwargs):
    """Lets the call come from one of the roles that may call, and be about something."""
    number = number_of_case(case)
    name_things(case, number)
    mend_headers(case, number)
    if case.operation.label != "PUT /v1/programme":
        mend_body(case.body, number)
    elif is_sound(case, ParameterLocation.BODY):
        case.body = changed(STAGE["section"], number)
    roles = sorted(roles_of(case.operation) or TOKENS)
    kwargs["auth"] = Bearer(TOKENS[roles[number // 8 % len(roles)]])


def name_things(case, number):
    """Most paths name what there is."""
    if not is_sound(case, ParameterLocation.PATH) or number // 64 % 8 == 0:
        return
    parts = case.path.split("/")
    for index, part in enumerate(parts):
        if not part.startswith("{"):
            continue
        name = part[1:-1]
        names = NAMES.get(name if name in NAMES else parts[index - 1], [])
        if parts[-1] in ("freeze", "unfreeze"):
            names = FROZEN
        elif name == "task" and parts[-1] == "takeup":
            names = ["full-week"]
        if names:
            latest = names if name in FIXED or parts[index - 1] in FIXED else names[-4:]
            case.path_parameters[name] = latest[number // 512 % len(latest)]


def mend_headers(case, number):
    """No time limit is so short that it may be over, and most keys are new."""
    headers = case.headers
    sound = is_sound(case, ParameterLocation.HEADER)
    if case.query and not sound:
        # A dry run needs no key and reads none; what is tried here is to send the others a bad one.
        case.query.pop("dryRun", None)
    if not headers:
        return
    if re.fullmatch("[1-9][0-9]{0,3}", headers.get("Request-Timeout-Ms") or ""):
        headers["Request-Timeout-Ms"] = "10000"
    if not sound:
        return
    key = headers.get("Idempotency-Key")
    if key is not None and number // 4096 % 16:
        headers["Idempotency-Key"] = f"{key[:100]}-{number:x}"[-128:]


def mend_body(body, number):
    """Most bodies are about what there is, at times that can be."""
    if isinstance(body, list):
        for index, item in enumerate(body):
            mend_body(item, number // 3 + index)
    elif isinstance(body, dict):
        for index, (name, value) in enumerate(body.items()):
            names = VALUES.get(name, [])
            if isinstance(value, (dict, list)):
                mend_body(value, number // 3 + index)
            elif isinstance(value, float) and value.is_integer():
                body[name] = int(value)  # to a schema 3.0 is whole, to the services it is not
            elif not names or not isinstance(value, str) or not ID.fullmatch(value):
                continue  # among it what is wrong on purpose
            elif name == "now" or (number // 7 + index) % 8:
                body[name] = names[(number // 64 + index) % len(names)]


# What stands in a place of a section now and then: the ends of what numbers and texts can be.
EDGES = [0, 1, -1, 2**31, 2**53 - 1, 2**53, 2**63 - 1, -(2**63), 2**63, 1.5, 10**30]
EDGES += ["", " ", "x" * 65, "积" * 64, "0", "24:00", "02-30", "2026-03-01", "0000-01-01"]
EDGES += ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "UTC", "points", None, True, [], {}]


def changed(section, number):
    """A section that is published, with up to three places in it changed."""
    section, chance = copy.deepcopy(section), random.Random(number)
    for _ in range(chance.randint(0, 3)):
        places = list(places_in(section))
        holder, name = chance.choice(places)
        kind = chance.randrange(4)
        if kind == 0:
            del holder[name]
        elif kind == 1:
            other, place = chance.choice(places)
            holder[name] = copy.deepcopy(other[place])
        elif kind == 2 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[name]))
        else:
            holder[name] = chance.choice(EDGES)
    return section


def places_in(value):
    names = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in list(names):
        yield value, name
        if isinstance(item, (dict, list)):
            yield from places_in(item)


@schemathesis.hook
def after_call(context, case, response):
    """Remembers the ids that services made, by what they are ids of."""
    if is_of_shape(case):
        seen = SEEN.setdefault(case.operation.label, {})
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
    if not 200 <= response.status_code < 300 or not response.content.startswith(b"{"):
        return
    parts = [part for part in case.path.split("/") if not part.startswith("{")]
    if parts[-1] not in FIXED:
        remember(parts[-1], response.json())


SEEN = {}


@atexit.register
def tell_what_was_seen():
    with open(STAGE["seen"], "w", encoding="utf-8") as file:
        json.dump(SEEN, file, indent=1, sort_keys=True)


def remember(kind, answer):
    for thing in answer.get("items", [answer]):
        # Only what is parked can be brought on by hand.
        if isinstance(thing, dict) and (kind != "outbox" or thing.get("state") in PARKED):
            made = thing.get("transfer")
            add(kind, made.get("id") if isinstance(made, dict) else thing.get("id"))
    for transfer in transfers_in(answer):
        add("transfers", transfer.get("id") if isinstance(transfer, dict) else transfer)


PARKED = ("unknown", "refused", "waiting")


def transfers_in(value):
    if isinstance(value, dict) and "transfer" in value:
        yield value["transfer"]
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from transfers_in(item)


def add(kind, name):
    names = NAMES.setdefault(kind, [])
    if isinstance(name, str) and len(name) == 36:
        names[:] = [other for other in names if other != name][-63:] + [name]


# What must be true


def documented(case, response):
    return case.operation.responses.find_by_status_code(response.status_code)


def is_of_shape(case):
    """Whether the request has the operation's method."""
    return case.method == case.operation.method.upper()


@schemathesis.check
def problems_are_documented(ctx, response, case):
    """A refusal is a problem whose slug the document names for that answer."""
    if response.status_code < 400:
        return
    kind = response.headers.get("content-type", [""])[0]
    assert kind == "application/problem+json", f"a refusal is {kind}"
    problem = response.json()
    assert problem["status"] == response.status_code, "the problem has another status"
    slug = problem["type"].removeprefix("/problems/")
    assert problem.get("title"), "the problem has no title"
    if response.status_code in (404, 405) and (
        not is_of_shape(case) or not is_sound(case, ParameterLocation.PATH)
    ):
        return
    answer = documented(case, response)
    assert answer is not None, f"{response.status_code} is not documented"
    known = set(SLUGS.findall(answer.definition.get("description", "")))
    general = set(SLUGS.findall(case.operation.schema.raw_schema["info"]["description"]))
    assert slug in known or slug in general - {"not-found"}, f"{slug} is not documented"
    assert slug != "internal", f"it answers {slug}"
    assert STAGE["alone"] or slug != "neighbour-unavailable", f"it answers {slug}"


@schemathesis.check
def every_answer_names_its_request(ctx, response, case):
    if case.method == "OPTIONS":
        return
    sent = response.request.headers.get("X-Request-Id", "")
    sent = sent.decode("latin-1") if isinstance(sent, bytes) else sent
    answered = response.headers.get("x-request-id", [""])[0]
    assert re.fullmatch("[A-Za-z0-9._:-]{1,64}", answered), f"X-Request-Id is {answered!r}"
    if re.fullmatch("[A-Za-z0-9._:-]{1,64}", sent):
        assert answered == sent, "X-Request-Id is another one"


@schemathesis.check
def who_may_call_can(ctx, response, case):
    """A role that the document names is not refused, but for what belongs to another."""
    if response.status_code != 403 or not roles_of(case.operation) or not is_of_shape(case):
        return
    role = ROLES[response.request.headers["Authorization"].removeprefix("Bearer ")]
    asks = f"{response.request.url} {response.request.body}"
    others = {"member": "{" in case.path or "member" in asks, "service": "caller" in asks}
    assert others.get(role), f"a {role} is refused"


@schemathesis.check
def who_may_not_call_cannot(ctx, response, case):
    """What has succeeded is refused to all other roles, without a token, and with a forged one."""
    may, label = roles_of(case.operation), case.operation.label
    if not may or label in CLOSED_TO_OTHERS or response.status_code >= 300 or not is_of_shape(case):
        return
    CLOSED_TO_OTHERS.add(label)
    token = response.request.headers["Authorization"]
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    others = {None: 401, forged: 401, "Basic eDp5": 401}
    others |= {f"Bearer {TOKENS[role]}": 403 for role in TOKENS.keys() - may}
    for other, expected in others.items():
        again = response.request.copy()
        del again.headers["Authorization"]
        if other:
            again.headers["Authorization"] = other
        answer = SESSION.send(again, timeout=15)
        who = ROLES.get((other or "").removeprefix("Bearer "), "stranger")
        assert answer.status_code == expected, f"a {who} is answered {answer.status_code}"


CLOSED_TO_OTHERS = set()
SESSION = requests.Session()


@schemathesis.check
def repeats_are_answered_alike(ctx, response, case):
    """The same request under the same key has the same answer, and says that it is a repeat."""
    request = response.request
    is_keyed = "Idempotency-Key" in request.headers and response.status_code in (200, 201)
    if not is_keyed or case.method != "POST" or "dryRun=true" in (request.url or ""):
        return
    again = SESSION.send(request.copy(), timeout=15)
    assert again.status_code == response.status_code, f"the repeat is answered {again.status_code}"
    assert again.content == response.content, f"the repeat is answered otherwise: {again.text}"
    assert again.headers.get("Idempotency-Replayed") == "true", "the repeat does not say so"


@schemathesis.check
def what_is_published_can_be_lived_with(ctx, response, case):
    """By a section that was taken, pages and writes are answered, whatever it says."""
    is_taken = case.operation.label == "PUT /v1/programme" and response.status_code == 200
    if not is_taken or not is_of_shape(case) or not isinstance(case.body, dict):
        return
    base = response.request.url.split("/v1/")[0]
    for role, method, path, body in calls_by(case.body):
        headers = {"Authorization": f"Bearer {TOKENS[role]}"}
        headers["Idempotency-Key"] = f"{number_of(path, case.body):x}"
        answer = SESSION.request(method, base + path, json=body, headers=headers, timeout=15)
        assert answer.status_code < 500, f"{method} {path} is answered {answer.text}"
        assert answer.status_code != 400, f"{method} {path} is answered {answer.text}"


def calls_by(section):
    """What members and others do by a section."""
    if STAGE["service"] == "badges":
        yield from calls_by_badges(section)
        return
    yield "member", "GET", "/v1/members/me/balance", None
    yield "member", "GET", "/v1/members/me/streak", None
    yield "member", "POST", "/v1/checkins?dryRun=true", {}
    order = {"id": f"o-{number_of(section):x}", "type": "order.paid", "member": MEMBER}
    order |= {"occurredAt": "2026-03-01T07:58:00Z", "amountMinor": 12345}
    yield "service", "POST", "/v1/events", order
    why = {"reason": "contract"}
    for kind, play in (("lotteries", "draws"), ("cardflips", "rounds")):
        yield "member", "GET", f"/v1/{kind}", None
        for game in section.get({"cardflips": "cardFlips"}.get(kind, kind)) or []:
            yield "operator", "POST", f"/v1/games/{game['id']}/epochs", why
            yield "member", "GET", f"/v1/{kind}/{game['id']}", None
            yield "member", "GET", f"/v1/{kind}/{game['id']}/rules", None
            yield "member", "POST", f"/v1/{kind}/{game['id']}/{play}", {}


def calls_by_badges(section):
    """What is counted and shown of members by the section of badges."""
    number = number_of(section)
    events = [
        {"id": f"e-{number:x}-{index}", "type": kind, "member": MEMBER, "day": day}
        | {"occurredAt": "2026-03-01T07:58:00Z", "attributes": {"amountMinor": 12345}}
        for index, (kind, day) in enumerate(
            [("order.paid", "2026-03-01"), ("checkin.done", "2026-02-27")]
        )
    ]
    yield "service", "POST", "/v1/events", {"events": events}
    for page in ("profile", "level", "badges", "tasks"):
        yield "member", "GET", f"/v1/members/me/{page}", None
    for board in ["", *(f"/{board['id']}" for board in section.get("boards") or [])]:
        yield "member", "GET", f"/v1/leaderboards{board}", None
    for task in section.get("tasks") or []:
        for what in ("takeup", "claim"):
            yield "member", "POST", f"/v1/members/me/tasks/{task['id']}/{what}", {}
    for badge in section.get("badges") or []:
        yield "operator", "POST", "/v1/backfill", {"badge": badge["id"], "dryRun": True}
    yield "operator", "GET", "/v1/reconciliation", None


@schemathesis.check
def faults_are_beyond_the_schema(ctx, response, case):
    """What the document allows is refused as malformed only for what a schema cannot say."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if not is_of_shape(case) or response.status_code not in (400, 413, 415):
        return
    problem = response.json()
    faults = [f"{fault['path']}: {fault['message']}" for fault in problem.get("faults", [])]
    for fault in faults or [problem.get("detail", "")]:
        assert any(re.search(rule, fault) for rule in BEYOND), f"refused for {fault}"


# Rules that stand in descriptions alone.
BEYOND = [
    "no cursor of this (list|export)",
    "is no asset of the programme",
    "stands twice",
    "occurredAt: (lies in the future|is too long ago)$",
    "must be an instant in UTC",  # the years that instants have
    "^position: must be a whole number from 1 to",  # the cards of the round
    "^change: must leave a total of 0 to",
    "^from: is after to|^to: is before from",
    "^(members.*|)birthday.value: is no birthday",  # 30 February
    "^member: is missing",  # of a check-in, where the token is no member's
    "refersTo: (is missing|belongs to another member)$|caller: is for operators only$",
    "lines: name a line that the order does not have$",
    "^now: must lie before the year 9000",
    "the key of what is to be reversed has not been used",
    "^operations.*: there is no such transfer",
    "lines: must add up to (amountMinor|at most 1000000000000)$",
    "must be text of 1 to [0-9]+ bytes|(tags|badges).value: is no (tags|badges)",  # a schema counts characters
    "^to: is too far from from",
    "must be text of at most 256 bytes|list of at most 100 texts of 1 to 64 bytes",
    "^around: must be (me|a member's id)$",
    "^level: is no level of the programme$|^badge: is no badge|^section: is for a dry run",
    "source: must be the caller's own name$|undoes: must be another event$",
    "^(birthday|registeredOn): must be a day such|^dates: must be an object of at most 20 days",
]


@schemathesis.check
def answers_have_no_other_members(ctx, response, case):
    """Every member of an answer is described."""
    answer = documented(case, response)
    kind = response.headers.get("content-type", [""])[0]
    if answer is None or "json" not in kind:
        return
    schema = answer.definition.get("content", {}).get(kind, {}).get("schema")
    if schema is None:
        return
    document = case.operation.schema.raw_schema
    label = (case.operation.label, answer.status_code, kind)
    if label not in CLOSED:
        CLOSED[label] = closed_validator(schema, document)
    error = next(CLOSED[label].iter_errors(response.json()), None)
    assert error is None, f"{error.message} at /{'/'.join(map(str, error.instance_path))}"


CLOSED = {}


def closed_validator(schema, document):
    whole = close(schema, document)
    schemas = document["components"]["schemas"]
    whole["components"] = {
        "schemas": {name: close_within(value, document) for name, value in schemas.items()}
    }
    return jsonschema_rs.Draft202012Validator(whole)


def close(schema, document):
    """The schema, refusing members that it does not describe, where it describes any."""
    inner = close_within(schema, document)
    if describes_members(schema, document):
        inner["unevaluatedProperties"] = False
    return inner


def close_within(schema, document):
    if not isinstance(schema, dict):
        return schema
    inner = dict(schema)
    if "properties" in inner:
        inner["properties"] = {
            name: close(value, document) for name, value in schema["properties"].items()
        }
    for name in ("items", "additionalProperties"):
        if isinstance(inner.get(name), dict):
            inner[name] = close(inner[name], document)
    for name in ("allOf", "oneOf", "anyOf"):
        if name in inner:
            inner[name] = [close_within(part, document) for part in inner[name]]
    return inner


def describes_members(schema, document):
    if not isinstance(schema, dict):
        return False
    if "properties" in schema:
        return True
    if "$ref" in schema:
        target = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        if describes_members(target, document):
            return True
    parts = [part for name in ("allOf", "oneOf", "anyOf") for part in schema.get(name, [])]
    return any(describes_members(part, document) for part in parts)
