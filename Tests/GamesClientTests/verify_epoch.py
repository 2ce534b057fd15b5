#!/usr/bin/env python3
"""Draws an exported epoch again, from Shared/Chance/README.md and Services/Games/README.md alone.

  verify_epoch.py FILE     prints what is not right; exits 0 where nothing is, else 1

Recomputed are commitments, the tables' hashes, every integer, roll, amount and pity count, and
every layout of cards. That stock and limits were kept is for `jifen verify`.
"""
import hashlib
import hmac
import json
import sys


def field(content):
    return len(content).to_bytes(4, "big") + content


class Draw:
    def __init__(self, version, entry, nonce):
        parts = [version["game"].encode(), version["hash"], str(version["epoch"]).encode(),
                 bytes.fromhex(entry["player"]), nonce.to_bytes(8, "big"),
                 entry["clientSeed"].encode()]
        self.seed, self.fields = version["seed"], b"".join(map(field, parts))
        self.blocks, self.words, self.drawn = 0, [], []

    def word(self):
        if not self.words:
            message = self.fields + field(self.blocks.to_bytes(8, "big"))
            code = hmac.new(self.seed, message, hashlib.sha256).digest()
            self.words = [int.from_bytes(code[at:at + 8], "big") for at in range(0, 32, 8)]
            self.blocks += 1
        return self.words.pop(0)

    def integer(self, bound):
        space = 2**64 if bound <= 2**64 else 2**128
        while True:
            word = self.word()
            if space == 2**128:
                word = word << 64 | self.word()
            if word < space // bound * bound:
                self.drawn.append([str(bound), str(word % bound)])
                return word % bound

    def roll(self, prizes, weights):
        rest = self.integer(sum(weights))
        for prize, weight in zip(prizes, weights):
            if rest < weight:
                return prize
            rest -= weight

    def amount(self, prize):
        kind = prize["kind"]
        if kind is None or "asset" not in kind:
            return kind
        more = kind["to"] - kind["from"]
        place = self.integer(more // kind["step"] + 1) if more else 0
        return {"asset": kind["asset"], "amount": kind["from"] + place * kind["step"]}

    def shuffle(self, elements):
        for last in range(len(elements) - 1, 0, -1):
            other = self.integer(last + 1)
            elements[last], elements[other] = elements[other], elements[last]
        return elements


def decoded(content):
    """The value of canonical bytes, and what follows them."""
    kind, rest = content[:1], content[1:]
    if kind == b"n":
        return None, rest
    if kind == b"f":
        return rest[0] == 1, rest[1:]
    if kind == b"i":
        return int.from_bytes(rest[:8], "big", signed=True), rest[8:]
    count, rest = int.from_bytes(rest[:4], "big"), rest[4:]
    if kind in (b"s", b"b"):
        return rest[:count].decode() if kind == b"s" else rest[:count], rest[count:]
    values = []
    for _ in range(count):
        if kind == b"r":
            size = 4 + int.from_bytes(rest[:4], "big")
            name, rest = rest[4:size].decode(), rest[size:]
        value, rest = decoded(rest)
        values.append((name, value) if kind == b"r" else value)
    return (dict(values) if kind == b"r" else values), rest


def canonical(value):
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i" + value.to_bytes(8, "big", signed=True)
    if isinstance(value, str):
        return b"s" + field(value.encode())
    count = len(value).to_bytes(4, "big")
    if isinstance(value, list):
        return b"l" + count + b"".join(map(canonical, value))
    members = sorted((name.encode(), part) for name, part in value.items())
    return b"r" + count + b"".join(field(name) + canonical(part) for name, part in members)


class Epoch:
    def __init__(self, export):
        self.export, self.problems, self.draws = export, [], 0
        self.versions = {version["epoch"]: self.version(version)
                         for version in [export] + export["earlier"]}
        self.pity = {player["player"]: dict(player.get("opening", {}).get("pity", {}))
                     for player in export["players"]}
        for entry in export["entries"]:
            if entry.get("status") == "drawn":
                self.play(entry)
            elif entry.get("status") == "dealt":
                self.deal(entry)

    def check(self, place, what, recorded, expected):
        if recorded != expected:
            self.problems.append(f"{place}: {what} is {recorded}, not {expected}")

    def version(self, version):
        seed, table = bytes.fromhex(version["seed"]), bytes.fromhex(version["table"])
        place = f"epoch {version['epoch']}"
        self.check(place, "commitment", version["commitment"], hashlib.sha256(seed).hexdigest())
        self.check(place, "hash", version["versionHash"], hashlib.sha256(table).hexdigest())
        rules, _ = decoded(table)
        return {"game": rules["terms"]["id"], "hash": bytes.fromhex(version["versionHash"]),
                "epoch": version["epoch"], "seed": seed, "rules": rules,
                "prizes": {prize["id"]: prize for prize in rules["prizes"]}}

    def weights(self, rules, counts, promised):
        plain = [prize["weight"] for prize in rules["prizes"]]
        tiers = [prize.get("tier") for prize in rules["prizes"]]
        due, rises = [promised] if promised else [], []
        for rule in rules.get("pity", []):
            count, soft = counts.get(rule["pool"], 0), rule.get("soft")
            if "hard" in rule and count >= rule["hard"]:
                due.append(rule["tier"])
            if soft and count + 1 >= soft["from"]:
                more = soft["rise"] + soft["step"] * (count + 1 - soft["from"])
                rises.append((rule["tier"], min(more, 10**12)))
        if due:
            return [weight if tier == min(due) else 0 for weight, tier in zip(plain, tiers)]
        for raised, rise in rises:
            factors = [sum(plain) + (rise if tier == raised else 0) for tier in tiers]
            yet = rises.index((raised, rise)) == 0
            weights = [a * b for a, b in zip(plain if yet else weights, factors)]
        return weights if rises else plain

    def give(self, place, version, recorded, rolled, drawing):
        self.check(place, "prize rolled", recorded["rolled"], rolled["id"])
        chain, given = [], rolled
        while given["id"] != recorded["given"] and "substitute" in given:
            chain.append(given["id"])
            given = version["prizes"][given["substitute"]]
        replaced = [substitution["prize"] for substitution in recorded["substitutions"]]
        self.check(place, "chain of substitutes", replaced, chain)
        self.check(place, "prize given", recorded["given"], given["id"])
        self.check(place, "reward", recorded["reward"], drawing.amount(given))
        return given

    def play(self, entry):
        version, counts = self.versions[entry["epoch"]], self.pity.setdefault(entry["player"], {})
        rules, kept = version["rules"], False
        promise = rules.get("ten", {}).get("atLeastOneOf") if entry["count"] == 10 else None
        place = f"entry {entry['sequence']}, player {entry['player']}"
        self.check(place, "number of draws", len(entry["draws"]), entry["count"])
        for at, recorded in enumerate(entry["draws"]):
            nonce, last = entry["nonce"] + at, at == entry["count"] - 1
            place = f"entry {entry['sequence']}, player {entry['player']}, nonce {nonce}"
            before = {rule["pool"]: counts.get(rule["pool"], 0) for rule in rules.get("pity", [])}
            weights = self.weights(rules, counts, promise if last and not kept else None)
            drawing = Draw(version, entry, nonce)
            rolled = drawing.roll(rules["prizes"], weights)
            given = self.give(place, version, recorded, rolled, drawing)
            self.check(place, "nonce", recorded["nonce"], nonce)
            self.check(place, "pity", recorded["pityBefore"], before)
            self.check(place, "list of integers", recorded["integers"], drawing.drawn)
            tier = given.get("tier", 10**9)
            kept = kept or bool(promise) and tier <= promise
            for rule in rules.get("pity", []):
                counts[rule["pool"]] = 0 if tier <= rule["tier"] else before[rule["pool"]] + 1
            self.draws += 1

    def deal(self, entry):
        version = self.versions[entry["epoch"]]
        rules, faces = version["rules"], []
        place = f"entry {entry['sequence']}, player {entry['player']}, nonce {entry['nonce']}"
        drawing = Draw(version, entry, entry["nonce"])
        same = 2 if rules["mode"] == "pairs" else 1
        self.check(place, "number of prizes", len(entry["givings"]), rules["cards"] // same)
        for recorded in entry["givings"]:
            weights = [prize["weight"] for prize in rules["prizes"]]
            rolled = drawing.roll(rules["prizes"], weights)
            given = self.give(place, version, recorded, rolled, drawing)
            faces += [{"prize": given["id"], "reward": recorded["reward"]}] * same
        self.check(place, "layout", entry["layout"], drawing.shuffle(faces))
        self.check(place, "list of integers", entry["integers"], drawing.drawn)
        secret = bytes.fromhex(entry["salt"]) + canonical(entry["layout"])
        self.check(place, "commitment", entry["commitment"], hashlib.sha256(secret).hexdigest())
        self.draws += 1


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        epoch = Epoch(json.load(file))
    print("\n".join(epoch.problems + [f"{epoch.draws} draws, {len(epoch.problems)} problems"]))
    sys.exit(1 if epoch.problems else 0)
