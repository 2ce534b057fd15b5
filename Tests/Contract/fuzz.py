"""Fuzzes a suite of its own against its documents; started by Tests/Contract/run."""

import argparse
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

from lies import LIES, believed, tell_lies
from suite import SERVICES, Suite

# What moves all the others: the programme and the clock, tried when all else was.
LAST = ["publish", "rollBack", "setClock"]
# Checks of Schemathesis that know less of the suite than those of hooks.py that replace them.
LEFT_OUT = [
    "ignored_auth",
    "positive_data_acceptance",
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
]


def main():
    words = read_words()
    seed = words.seed if words.seed is not None else random.randrange(2**32) if words.long else 1
    start, found = time.monotonic(), []
    print(f"contract: seed {seed}", flush=True)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="jifen-contract.") as folder, Suite(
        folder, words.programs
    ) as suite:
        found += find_lies(suite, seed)
        services = words.only or list(SERVICES)
        for service in services:
            found += fuzz(suite, service, seed, words, "all")
        found += suite.faults()
        suite.lose_gateway()
        for service in [name for name in services if name != "gateway"]:
            found += fuzz(suite, service, seed, words, "alone")
        suite.find_gateway()
        for service in services:
            found += fuzz(suite, service, seed, words, "last")
        found += suite.faults()
    for finding in found:
        print(f"contract: {finding}")
    seconds = round(time.monotonic() - start)
    print(f"contract: {len(found) or 'nothing'} found in {seconds} s, seed {seed}")
    return 1 if found else 0


def read_words():
    parser = argparse.ArgumentParser(
        prog="Tests/Contract/run",
        description="Fuzzes the services against their openapi.yaml, with services of its own in a "
        "temporary folder. Takes about a minute.",
    )
    parser.add_argument(
        "--long", action="store_true", help="take some minutes, by another seed each time"
    )
    parser.add_argument("--seed", type=int, help="repeat the choices of a run; usually 1")
    parser.add_argument(
        "--only", action="append", choices=SERVICES, help="this service; may be given again"
    )
    parser.add_argument(
        "--programs", default=".build/release", help="the folder of the programs that are tested"
    )
    return parser.parse_args()


# By the part of a run: phases and cases of an operation, in short and in long.
PARTS = {
    "all": ("examples,coverage,fuzzing", 15, "examples,coverage,fuzzing", 200),
    "alone": ("examples,fuzzing", 30, "examples,coverage,fuzzing", 100),
    "last": ("examples,fuzzing", 60, "examples,coverage,fuzzing", 300),
}


def fuzz(suite, service, seed, words, part):
    """Runs Schemathesis on the operations of a service, and says what was found."""
    phases, examples = PARTS[part][2:] if words.long else PARTS[part][:2]
    options = ["--phases", phases, "--max-examples", str(examples)]
    for operation in LAST:
        is_last = "--include-operation-id" if part == "last" else "--exclude-operation-id"
        options += [is_last, operation]
    document = f"Services/{service.title()}/openapi.yaml"
    done = schemathesis(suite, service, document, seed, options, part == "alone")
    return report(f"{service} ({part})", done, suite.seen(service))


def schemathesis(suite, service, document, seed, options, alone=False):
    # Alone, much is answered 503, of which hooks.py knows which is right.
    left_out = [*LEFT_OUT, *(["not_a_server_error"] if alone else [])]
    command = [
        pathlib.Path(sys.executable).parent / "st", "run", pathlib.Path(document).absolute(),
        "--url", suite.url(service), "--seed", str(seed),
        "--no-shrink", "--continue-on-failure", "--no-color", "--warnings", "off",
        "--exclude-checks", ",".join(left_out), "--request-timeout", "30",
        "--generation-database", "none", "--generation-with-security-parameters", "false",
        *options,
    ]  # fmt: skip
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(pathlib.Path(__file__).parent.absolute()),
        "JIFEN_CONTRACT_STAGE": str(suite.stage(service, alone)),
    }
    # In the temporary folder, as it leaves files where it runs.
    return subprocess.run(
        command, env=environment, cwd=suite.folder, capture_output=True, text=True, check=False
    )


def find_lies(suite, seed):
    """Whether lies in the gateway's document are found: then so are errors."""
    path = suite.folder / "lies.json"
    tell_lies("Services/Gateway/openapi.yaml", path)
    options = ["--phases", "coverage,fuzzing", "--max-examples", "15"]
    for operation in sorted({about for _, _, about, _ in LIES}):
        options += ["--include-name", operation]
    done = schemathesis(suite, "gateway", str(path), seed, options)
    left = believed(done.stdout)
    print(f"contract: {len(LIES) - len(left)} of {len(LIES)} lies were found", flush=True)
    if left:
        print(done.stdout + done.stderr, flush=True)
    return [f"not found: {about} must be said to have {said!r}" for _, _, about, said in left]


def report(part, done, statuses):
    """Prints what was done and found."""
    text = done.stdout + done.stderr
    cases = re.search(r"(\d+) generated", text)
    never = [name for name, counts in statuses.items() if not any(s < "4" for s in counts)]
    print(f"contract: {part}: {len(statuses)} operations, {cases and cases[1]} cases", flush=True)
    if never:
        print(f"contract: {part}: none succeeded of {', '.join(never)}", flush=True)
    if done.returncode == 0:
        return []
    print(text, flush=True)
    failures = re.search(r"=+ (\d+ (?:failure|error).*?) in ", text)
    return [f"{part}: {failures[1] if failures else f'st ended with {done.returncode}'}"]


if __name__ == "__main__":
    sys.exit(main())
