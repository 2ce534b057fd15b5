#!/usr/bin/env python3
"""Draws again what Shared/Chance has drawn, from its README alone; needs no other package.

Reads a file of lines, each a command and its words, and answers each with one line:

  draw SEED GAME VERSION EPOCH PSEUDONYM NONCE CLIENT BOUND,BOUND,...   the integers
  shuffle SEED GAME VERSION EPOCH PSEUDONYM NONCE CLIENT COUNT          the order of 0, 1, 2, ...
  seed SEED                                                             its commitment
  layout SALT FACE,FACE,...                                             its commitment
  version JSON                                                          the hash of that value

Bytes and texts are hexadecimal digits, `-` where there are none; numbers are decimal.
"""
import hashlib
import hmac
import json
import sys


def field(content):
    return len(content).to_bytes(4, "big") + content


class Draw:
    def __init__(self, seed, game, version, epoch, pseudonym, nonce, client_seed):
        parts = [game, version, epoch, pseudonym, nonce.to_bytes(8, "big"), client_seed]
        self.seed, self.fields = seed, b"".join(map(field, parts))
        self.blocks, self.words = 0, []

    def word(self):
        if not self.words:
            message = self.fields + field(self.blocks.to_bytes(8, "big"))
            code = hmac.new(self.seed, message, hashlib.sha256).digest()
            self.words = [int.from_bytes(code[at:at + 8], "big") for at in range(0, 32, 8)]
            self.blocks += 1
        return self.words.pop(0)

    def integer(self, bound):
        bound = max(bound, 1)
        space = 2**64 if bound <= 2**64 else 2**128
        while True:
            drawn = self.word()
            if space == 2**128:
                drawn = drawn << 64 | self.word()
            if drawn < space // bound * bound:
                return drawn % bound

    def shuffle(self, elements):
        for last in range(len(elements) - 1, 0, -1):
            other = self.integer(last + 1)
            elements[last], elements[other] = elements[other], elements[last]
        return elements


def canonical(value):
    if value is None:
        return b"n"
    if isinstance(value, bool):
        return b"f" + bytes([value])
    if isinstance(value, int):
        return b"i" + value.to_bytes(8, "big", signed=True)
    if isinstance(value, str):
        return b"s" + field(value.encode())
    if isinstance(value, bytes):
        return b"b" + field(value)
    count = len(value).to_bytes(4, "big")
    if isinstance(value, list):
        return b"l" + count + b"".join(map(canonical, value))
    members = sorted((name.encode(), part) for name, part in value.items())
    return b"r" + count + b"".join(field(name) + canonical(part) for name, part in members)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def unhex(word):
    return b"" if word == "-" else bytes.fromhex(word)


def drawing(words):
    seed, game, version, epoch, pseudonym, nonce, client_seed = words
    texts = map(unhex, [seed, game, version, epoch, pseudonym])
    return Draw(*texts, int(nonce), unhex(client_seed))


def answer(line):
    command, *words = line.split()
    if command == "draw":
        draw = drawing(words[:7])
        return ",".join(str(draw.integer(int(bound))) for bound in words[7].split(","))
    if command == "shuffle":
        return ",".join(map(str, drawing(words[:7]).shuffle(list(range(int(words[7]))))))
    if command == "seed":
        return sha256(unhex(words[0]))
    if command == "layout":
        faces = [unhex(face).decode() for face in words[1].split(",")]
        return sha256(unhex(words[0]) + canonical(faces))
    if command == "version":
        return sha256(canonical(json.loads(unhex(words[0]))))
    raise ValueError(f"unknown command {command}")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="ascii") as lines:
        for line in lines:
            print(answer(line))
