#!/usr/bin/env python3
"""Whether all that may be built has a licence that `deny.toml` allows: `tools/licences.py [TARGET]`, this machine's if none.

Asks cargo for the packages of `Cargo.lock` without a network; they have to be here, as after `cargo fetch --locked`. An expression
counts by SPDX: of `A OR B` (also written `A/B`) one has to be allowed, of `A AND B` both; an exception (`WITH`) allows
more than its licence, so that the licence alone decides. Fails with one line for each package, and where the list
allows what nobody uses.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def host():
    about = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    return re.search(r"^host: (\S+)", about, re.M)[1]


def packages(target):
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", target]
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout)
    built = {node["id"] for node in told["resolve"]["nodes"]}
    return [package for package in told["packages"] if package["id"] in built and package["source"]]


def allowing(expression, allowed):
    """The allowed licences by which an expression is met; none if it is not."""
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def either():
        found = both()
        while words and words[0] == "OR":
            words.pop(0)
            other = both()
            found = found or other
        return found

    def both():
        found = one()
        while words and words[0] == "AND":
            words.pop(0)
            other = one()
            found = found and other and found | other
        return found

    def one():
        word = words.pop(0)
        if word == "(":
            found = either()
            words.pop(0)
            return found
        if words and words[0] == "WITH":
            del words[:2]
        return {word} & allowed

    return either()


def main():
    allowed = set(tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))["licenses"]["allow"])
    target = sys.argv[1] if len(sys.argv) > 1 else host()
    built = packages(target)
    used, wrong = set(), []
    for package in built:
        found = allowing(package["license"], allowed) if package["license"] else None
        used |= found or set()
        if not found:
            wrong.append(f"{package['name']} {package['version']}: {package['license'] or 'no licence is stated'}")
    wrong += [f"deny.toml: nothing needs {name}" for name in sorted(allowed - used)]
    print("\n".join(wrong) or f"{len(built)} packages for {target}, all under licences that deny.toml allows")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
