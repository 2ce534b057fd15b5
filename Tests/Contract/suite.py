"""A suite of Tests/Contract: services of its own in a temporary folder, and what members have."""

import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time

import requests

# The offsets of the services from the suite's first port, as `jifen up` gives them.
SERVICES = {"gateway": 1, "checkin": 2, "games": 3, "badges": 4}
# The day of the examples in the documents, and one on which members came before it.
EARLIER, NOW = "2026-02-25T08:00:00Z", "2026-03-01T08:00:00Z"
MEMBERS = ["li.wei", "m-1001", "m-1002", "m-1003", "m-1004"]
# Members whose accounts are frozen, so that what they win is refused, and parked in outboxes.
FROZEN = ["f-1", "f-2", "f-3", "f-4"]


class Suite:
    """Starts as a context, with the clock at NOW and the starter programme; ends with it."""

    def __init__(self, folder, programs):
        self.programs = pathlib.Path(programs)
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.logs = []

    def __enter__(self):
        try:
            self.start()
            self.jifen("clock", "set", EARLIER)
            self.jifen("apply", str(self.programme()))
            self.tokens = {role: self.token(role) for role in ("operator", "service", "viewer")}
            self.tokens["member"] = self.token("member", "--member", MEMBERS[0])
            self.prepare()
            self.jifen("clock", "set", NOW)
            self.give_all_points()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        """Ends what was started: gracefully, after 40 s by force."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def start(self, *words, **settings):
        # Settings of the services, which the environment may hold, are none of this suite.
        own = {name: it for name, it in os.environ.items() if not name.startswith("JIFEN_")}
        for _ in range(10):
            self.base = free_ports()
            up = ["up", "--data", self.data, "--port-base", str(self.base), "--test-clock"]
            self.logs.append(self.folder / f"suite-{len(self.logs)}.log")
            with open(self.logs[-1], "wb") as log:
                self.process = subprocess.Popen(
                    [self.programs / "jifen", *up, *words],
                    stdout=log,
                    stderr=log,
                    env={**own, "JIFEN_MEMBER_RATE": "0", **settings},
                    start_new_session=True,
                )
            if self.becomes_ready():
                return
            self.__exit__()
        raise SystemExit(f"contract: the suite does not start:\n{self.said()[-3000:]}")

    def lose_gateway(self):
        """From here on, nobody listens where the others have the gateway."""
        self.__exit__()
        nobody = f"http://127.0.0.1:{free_ports()}"
        self.start("--only", "checkin,games,badges", JIFEN_GATEWAY_URL=nobody)

    def find_gateway(self):
        self.__exit__()
        self.start()

    def becomes_ready(self):
        for _ in range(600):
            if "\nready\n" in "\n" + self.said():
                return True
            if self.process.poll() is not None:
                return False
            time.sleep(0.1)
        return False

    def said(self):
        """What the services have written since they were started last."""
        return self.logs[-1].read_text("utf-8", "replace")

    def jifen(self, *words):
        """What a command of jifen prints; ends the run where it fails."""
        whole = [self.programs / "jifen", *words, "--data", self.data]
        done = subprocess.run(whole, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = done.stdout + done.stderr
            raise SystemExit(f"contract: jifen {' '.join(words)}: {said}")
        return done.stdout

    def token(self, role, *words):
        return self.jifen("token", "--role", role, "--ttl", "12h", *words).strip()

    def programme(self):
        """The starter programme, with what it leaves out: freezes sold, pauses, a task to take up."""
        text = pathlib.Path("compose/programmes/starter.yaml").read_text(encoding="utf-8")
        for before, after in {
            "freezes: {atStart: 2, most: 2}": "freezes: {atStart: 0, most: 31, price: 1}",
            "# pauses: {daysPerYear: 14}": "pauses: {daysPerYear: 200}",
            "perMonth: 3, prices": "perMonth: 30, prices",
            "kind: weekly, goal": "kind: weekly, takeUp: true, goal",
        }.items():
            if before not in text:
                raise SystemExit(f"contract: the starter programme has no longer {before!r}")
            text = text.replace(before, after)
        path = self.folder / "programme.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def url(self, service):
        return f"http://127.0.0.1:{self.base + SERVICES[service]}"

    def call(self, role, method, service, path, body=None, key=None):
        headers = {"Authorization": f"Bearer {self.tokens[role]}"}
        if key:
            headers["Idempotency-Key"] = key
        url = self.url(service) + path
        answer = requests.request(method, url, json=body, headers=headers, timeout=15)
        if not answer.ok:
            raise SystemExit(f"contract: {method} {path} answers {answer.text}")
        return answer.json()

    def prepare(self):
        """Members have come four days ago, and not since; what some have won waits for a person."""
        for member in FROZEN:
            path = f"/v1/members/{member}/freeze"
            self.call("operator", "POST", "gateway", path, {"reason": "contract"}, member)
        for member in MEMBERS + FROZEN:
            self.call("service", "POST", "checkin", "/v1/checkins", {"member": member})
        for member in FROZEN:
            self.tokens[member] = self.token("member", "--member", member)
            round = self.call(member, "POST", "games", "/v1/cardflips/nine-cards/rounds", {}, "r")
            self.call(member, "POST", "games", f"/v1/rounds/{round['id']}/finish", {})
            del self.tokens[member]
        self.tell_badges()
        for service in ("checkin", "games", "badges"):
            self.await_parked(service)

    def tell_badges(self):
        """Members have ordered, which can be undone; those who are frozen have registered."""
        events = [
            {"id": f"order-{number}", "type": "order.paid", "member": MEMBERS[number % 2]}
            for number in range(20)
        ]
        events += [{"id": it, "type": "registration", "member": it} for it in FROZEN]
        for event in events:
            event |= {"occurredAt": EARLIER, "day": EARLIER[:10]}
            event |= {"attributes": {"amountMinor": 12_300}}
        self.call("service", "POST", "badges", "/v1/events", {"events": events})

    def await_parked(self, service):
        for _ in range(200):
            outbox = self.call("operator", "GET", service, "/v1/outbox?state=parked&limit=200")
            if len(outbox["items"]) >= len(FROZEN):
                return
            time.sleep(0.05)
        raise SystemExit(f"contract: {service} has not parked what was refused: {outbox}")

    def give_all_points(self):
        for member in MEMBERS:
            for asset, amount in (("points", 1_000_000), ("tickets", 100)):
                body = {"member": member, "asset": asset, "amount": amount, "reason": "contract"}
                key = f"contract-{member}-{asset}"
                self.call("service", "POST", "gateway", "/v1/credits", body, key)

    def section(self, service):
        return self.call("operator", "GET", service, "/v1/programme")["section"]

    def faults(self):
        """What is wrong with the suite itself, after it was fuzzed."""
        faults = []
        if self.process.poll() is not None:
            faults.append(f"the suite has ended by itself with {self.process.returncode}")
        said = "".join(log.read_text("utf-8", "replace") for log in self.logs)
        for line in said.splitlines():
            if any(sign in line for sign in (" error ", " critical ", "Fatal", "started again")):
                faults.append(f"the log says: {line[:500]}")
        words = [self.programs / "jifen", "doctor", "--deep", "--data", self.data]
        doctor = subprocess.run(words, capture_output=True, text=True, check=False)
        # What is parked was parked on purpose.
        wrong = [
            line
            for line in doctor.stdout.splitlines()
            if not line.startswith("ok ") and " outbox: " not in line
        ]
        if wrong or doctor.returncode not in (0, 1):
            faults.append(f"jifen doctor says: {doctor.stdout}{doctor.stderr}")
        return faults

    def stage(self, service, alone):
        """The file that tells hooks.py about a service, and whether it has lost its gateway."""
        path = self.folder / f"{service}.json"
        seen = str(self.folder / f"{service}.seen.json")
        pathlib.Path(seen).unlink(missing_ok=True)
        stage = {"tokens": self.tokens, "section": self.section(service), "seen": seen}
        stage |= {"service": service, "alone": alone}
        path.write_text(json.dumps(stage), encoding="utf-8")
        return path

    def seen(self, service):
        """How often each operation was answered with each status in the last run."""
        path = self.folder / f"{service}.seen.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def free_ports():
    """A first port of which the next ones are free, below those that systems give out."""
    while True:
        base = random.randrange(20_000, 32_000, 10)
        try:
            for port in range(base, base + 10):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
