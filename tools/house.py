#!/usr/bin/env python3
"""How the house stands: `tools/house.py [SRC]` prints figures of the code below SRC (`src` without it).

By folder: lines of functions, docs and comments against code, closures; then long files, long functions, and circles
of modules inside a folder. Tests are left out: what stands below `#[cfg(test)]`, in its line or in its own file.

- Lines of a function are those between its braces. One that is nearly all one `match` or one list is marked.
- Code is a line with anything but comments on it; doc lines are `///` and `//!`; other comments stand alone or behind code.
- A closure is named where `let` binds it (`let name = |…|`).
- A module uses another where a path of its code leads there, by `use` or in the middle of code; re-exports are followed
  to the module that defines the name. What only re-exports uses nothing. Two modules stand in a circle if each
  reaches the other.
"""

import re
import sys
from bisect import bisect
from pathlib import Path

LONG_FILE = 400
LONG_FUNCTION = 60
NEARLY_ALL = 0.8

TOKEN = re.compile(
    r"""//[^\n]*|/\*|(?<!\w)[bc]?r(?P<hashes>\#*)"|(?<!\w)[bc]?"(?:[^"\\]|\\.)*"|b?'(?:[^'\\\n]|\\(?:u\{[^}]*\}|x..|.))'""", re.S
)
CFG_TEST = re.compile(r"#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*")
CLOSURE = re.compile(r"(?:[(,={;\[&:>]|\b(?:move|return|else))\s*\|")
NAMED_CLOSURE = re.compile(r"\blet\s+(?:mut\s+)?\w+(?:\s*:[^=;]*)?\s*=\s*(?:&(?:mut\s+)?)?(?:move\s*)?\|")
FUNCTION = re.compile(r"\bfn\s+(?:r#)?(\w+)")
USE = re.compile(r"(?P<pub>\bpub(?:\([^)]*\))?\s+)?\buse\s+(?P<tree>[^;]+);")
VISIBLE_IN = re.compile(r"\bpub\s*\([^)]*\)")
PATH = re.compile(r"(?<![\w:.])(?:(?:crate|self|super)\s*::\s*(?:super\s*::\s*)*\w+|[a-z_]\w*)(?:\s*::\s*\w+)*")


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def end_of_block_comment(text, at):
    depth = 1
    for mark in re.finditer(r"/\*|\*/", text[at + 2 :]):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return at + 2 + mark.end()
    return len(text)


def lex(text):
    """The text with comments and what stands in quotes blanked, and its comments by place."""
    code, comments, at = [], [], 0
    while found := TOKEN.search(text, at):
        start, end, what = found.start(), found.end(), found[0]
        code.append(text[at:start])
        if what.startswith("//"):
            comments.append((start, end, what.startswith(("///", "//!")) and not what.startswith("////")))
            code.append(blank(what))
        elif what == "/*":
            end = end_of_block_comment(text, start)
            comments.append((start, end, text.startswith(("/**", "/*!"), start)))
            code.append(blank(text[start:end]))
        else:
            if found["hashes"] is not None:
                closing = text.find('"' + found["hashes"], end)
                end = len(text) if closing < 0 else closing + 1 + len(found["hashes"])
            inner = blank(text[start:end])
            code.append('"' + inner[1:-1] + '"')
        at = end
    return "".join(code) + text[at:], comments


def end_of_item(code, at):
    """Behind the item that begins here: its closing brace, or its semicolon or comma where it has no body."""
    depth = 0
    for place in range(at, len(code)):
        char = code[place]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth < 0:
                return place
            if depth == 0 and char == "}":
                return place + 1
        elif depth == 0 and char in ";,":
            return place + 1
    return len(code)


class Source:
    """One file without its tests."""

    def __init__(self, path, src):
        self.path = path.relative_to(src)
        self.module = tuple(part for part in self.path.with_suffix("").parts if part != "mod")
        text = path.read_text(encoding="utf-8")
        code, comments = lex(text)
        self.test_modules = []
        spans = self.tests(code)
        for start, end in spans:
            code = code[:start] + blank(code[start:end]) + code[end:]
        self.code = code
        self.starts = [0] + [place.end() for place in re.finditer("\n", text)]
        inside = lambda at: any(start <= at < end for start, end in spans)
        self.doc_lines, self.comment_lines = set(), set()
        for start, end, is_doc in comments:
            if not inside(start):
                lines = range(self.line(start), self.line(end - 1) + 1)
                (self.doc_lines if is_doc else self.comment_lines).update(lines)
        self.code_lines = sum(1 for line in code.split("\n") if line.strip())
        self.lines = text.count("\n")
        self.functions = list(self.find_functions())
        self.closures = sum(1 for _ in CLOSURE.finditer(code))
        self.named_closures = sum(1 for _ in NAMED_CLOSURE.finditer(code))

    def line(self, at):
        return bisect(self.starts, at)

    def tests(self, code):
        spans, end = [], 0
        for found in CFG_TEST.finditer(code):
            if found.start() < end:
                continue
            end = end_of_item(code, found.end())
            declared = re.match(r"(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;", code[found.end() : end])
            if declared:
                self.test_modules.append(self.module + (declared[1],))
            spans.append((found.start(), end))
        return spans

    def find_functions(self):
        for found in FUNCTION.finditer(self.code):
            depth = 0
            for at in range(found.end(), len(self.code)):
                char = self.code[at]
                depth += (char in "([") - (char in ")]")
                if depth == 0 and char in "{;":
                    break
            if self.code[at] != "{":
                continue
            end = end_of_item(self.code, at)
            first = self.line(found.start())
            lines = max(self.line(end - 1) - self.line(at) - 1, 1)
            yield found[1], first, lines, self.is_table(at + 1, end - 1)

    def is_table(self, at, end):
        """Whether nearly all lines of a body are one `match` or one list."""
        lines = lambda start, stop: self.line(stop) - self.line(start) + 1
        parts = re.compile(r"\bmatch\b[^;{}]*\{|\[")
        longest, place = 0, at
        while found := parts.search(self.code, place, end):
            opening = found.end() - 1
            place = self.end_of_group(opening)
            longest = max(longest, lines(opening, place - 1))
        return longest >= NEARLY_ALL * lines(at, end)

    def end_of_group(self, at):
        depth = 0
        for place in range(at, len(self.code)):
            depth += (self.code[place] in "([{") - (self.code[place] in ")]}")
            if depth == 0:
                return place + 1
        return len(self.code)


def leaves(tree, before=()):
    """The paths of a `use` tree, each with the name that it gets."""
    tree = tree.strip()
    head, brace, rest = tree.partition("{")
    steps = before + tuple(step.strip() for step in head.split("::") if step.strip())
    if not brace:
        path = re.split(r"\s+as\s+", "::".join(steps))
        steps = tuple(step for step in path[0].split("::"))
        if steps[-1] == "self" and len(steps) > 1:
            steps = steps[:-1]
        return [(steps, path[1] if len(path) > 1 else steps[-1])]
    parts, depth, start = [], 0, 0
    inner = rest[: rest.rindex("}")]
    for place, char in enumerate(inner + ","):
        depth += (char == "{") - (char == "}")
        if depth == 0 and char == ",":
            parts.append(inner[start:place])
            start = place + 1
    return [leaf for part in parts if part.strip() for leaf in leaves(part, steps)]


class Modules:
    """Who uses whom."""

    def __init__(self, sources):
        self.known = {source.module for source in sources}
        self.known |= {module[:depth] for module in self.known for depth in range(len(module))}
        self.passed_on, own_uses = {}, {}
        for source in sources:
            passed_on, used = {}, []
            for found in USE.finditer(source.code):
                for path, name in leaves(found["tree"]):
                    if found["pub"]:
                        passed_on.setdefault(name, []).append(path)
                    else:
                        used.append(path)
            self.passed_on[source.module] = passed_on
            rest = VISIBLE_IN.sub("pub", USE.sub(";", source.code))
            names = {path[-1]: path for path in used if self.absolute(source.module, path) in self.known}
            for found in PATH.finditer(rest):
                path = tuple(re.sub(r"\s", "", found[0]).split("::"))
                if len(path) > 1:
                    used.append(names.get(path[0], path[:1]) + path[1:])
            own_uses[source.module] = used
        self.uses = {
            module: {found for path in used if (found := self.owner(module, path)) and found != module}
            for module, used in own_uses.items()
        }

    def absolute(self, module, path):
        """A path from the root; none for one that leads out of the package."""
        at, steps = module, list(path)
        if steps[0] == "crate":
            at, steps = (), steps[1:]
        elif steps[0] == "self":
            steps = steps[1:]
        elif steps[0] != "super" and module + (steps[0],) not in self.known:
            return None
        while steps and steps[0] == "super":
            at, steps = at[:-1], steps[1:]
        return at + tuple(steps)

    def owner(self, module, path, hops=0):
        """The module that defines what a path names."""
        full = self.absolute(module, path)
        if full is None or hops > 8:
            return None
        depth = max(depth for depth in range(len(full) + 1) if full[:depth] in self.known)
        at, rest = full[:depth], full[depth:]
        for source in self.passed_on.get(at, {}).get(rest[0], []) if rest else []:
            found = self.owner(at, source + rest[1:], hops + 1)
            if found:
                return found
        return at

    def circles(self, folder):
        """Sets of modules of a folder that reach each other, largest first."""
        inside = {module for module in self.uses if module[:1] == (folder,)}
        reached = {}
        for module in inside:
            seen, ahead = set(), [module]
            while ahead:
                for used in self.uses[ahead.pop()] & inside:
                    if used not in seen:
                        seen.add(used)
                        ahead.append(used)
            reached[module] = seen
        found = {frozenset(b for b in reached[a] if a in reached[b]) for a in inside if a in reached[a]}
        return sorted(found, key=lambda circle: (-len(circle), sorted(circle)))


def part_of(sorted_numbers, share):
    return sorted_numbers[min(int(share * len(sorted_numbers)), len(sorted_numbers) - 1)] if sorted_numbers else 0


def row(name, sources):
    lines = sorted(length for source in sources for _, _, length, _ in source.functions)
    code = sum(source.code_lines for source in sources)
    against = lambda count: f"1:{code / count:.1f}" if count else "–"
    docs = sum(len(source.doc_lines) for source in sources)
    comments = sum(len(source.comment_lines - source.doc_lines) for source in sources)
    named = sum(source.named_closures for source in sources)
    closures = sum(source.closures for source in sources)
    shares = "/".join(str(part_of(lines, share)) for share in (0.5, 0.9, 0.99, 1))
    hundred = max(code, 1) / 100
    print(
        f"{name:<14}{len(sources):>6}{code:>8}{shares:>14}{against(docs):>8}{against(comments):>9}"
        f"{named:>7}{named / hundred:>8.1f}{closures / hundred:>7.1f}"
    )


def main():
    src = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "src")
    sources = [Source(path, src) for path in sorted(src.rglob("*.rs"))]
    tests = {module for source in sources for module in source.test_modules}
    is_test = lambda module: any(module[:depth] in tests for depth in range(1, len(module) + 1))
    sources = [source for source in sources if not is_test(source.module)]

    columns = ("files", 6), ("code", 8), ("function lines", 15), ("docs", 7), ("comments", 9), ("named", 7), ("/100", 8), ("all/100", 8)
    print(f"{'folder':<13}" + "".join(f"{name:>{width}}" for name, width in columns))
    row("all", sources)
    folders = sorted({source.module[0] for source in sources})
    for folder in folders:
        row(folder, [source for source in sources if source.module[0] == folder])

    print(f"\nFiles over {LONG_FILE} lines")
    for source in sorted(sources, key=lambda source: -source.lines):
        if source.lines > LONG_FILE:
            print(f"  {source.path} {source.lines}")

    print(f"\nFunctions over {LONG_FUNCTION} lines")
    long = [(length, source.path, line, name, table) for source in sources for name, line, length, table in source.functions]
    for length, path, line, name, table in sorted(long, key=lambda found: (-found[0], found[1:3])):
        if length > LONG_FUNCTION:
            print(f"  {path}:{line} {name} {length}{' (one match or list)' if table else ''}")

    print("\nCircles of modules")
    modules = Modules(sources)
    for folder in folders:
        for circle in modules.circles(folder):
            print(f"  {folder} ({len(circle)})")
            for module in sorted(circle):
                onward = sorted("::".join(used[1:]) or "mod" for used in modules.uses[module] & circle)
                print(f"    {'::'.join(module[1:]) or 'mod'} → {', '.join(onward)}")


if __name__ == "__main__":
    main()
