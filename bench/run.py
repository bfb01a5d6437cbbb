#!/usr/bin/python3
"""Measures the goals of bench/goals.tsv and prints one verdict for each.

    bench/run.py quick|full [ID...]

Rounds are interleaved (command, reference, command, reference, ...), ratios
are taken within a round, and the median counts. What is cheap is warmed up. A
missing peer prints SKIP, never PASS. The limits are of the full size: of a
small sector the start of the program is a larger part. Exit 1 when a goal is
missed; no test depends on that.
"""
import csv
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
BUILD = TOP / os.environ.get("B", "build")
# boards, entities of the larger federation, the graph that is ten times another,
# rounds, seconds for one command
SCALE = {"quick": (70, 19200, 1, 1, 60), "full": (1400, 96000, 10, 5, 300)}
FEDERATION = 9600
CHEAP = 2  # seconds for a command and its reference
# Which attribute is an ID, for xmlsec1.
IDS = ["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:metadata:EntitiesDescriptor"]


class Cost:
    """CPU, wall and memory of one command with everything it started."""

    def __init__(self, command, seconds):
        with tempfile.TemporaryDirectory(dir=BUILD / "bench") as folder:
            start = time.perf_counter()
            pid = os.posix_spawn(
                "/bin/sh",
                ["sh", "-c", f"cd '{folder}' && {{ {command}; }} >out 2>err"],
                os.environ, setpgroup=0,
            )
            signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, 9))
            signal.alarm(seconds)
            _, status, used = os.wait4(pid, 0)
            signal.alarm(0)
            self.wall = time.perf_counter() - start
            self.cpu = max(used.ru_utime + used.ru_stime, 1e-4)
            self.rss = used.ru_maxrss / 1024
            self.status = status
            err = pathlib.Path(folder, "err")
            self.said = err.read_text(errors="replace")[-300:] if err.exists() else ""
            self.part = last_seconds(pathlib.Path(folder, "out"))


def last_seconds(out):
    """Of a last line `seconds N`: what a part of the run cost."""
    with open(out, "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 100))
        words = file.read().split()
    return float(words[-1]) if words[-2:-1] == [b"seconds"] else None


def is_there(peer):
    """A program, a Python module, or several of them joined by '+'."""
    if "+" in peer:
        return all(is_there(one) for one in peer.split("+"))
    if peer == "-":
        return True
    if shutil.which(peer) or (BUILD / "bin" / peer).exists():
        return True
    return subprocess.run(
        ["/usr/bin/python3", "-c", f"import {peer}"], capture_output=True
    ).returncode == 0


def sign(template, signed, key):
    """With a key of its own, as `xmlsec1 --verify` wants it."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
                    "/CN=bench", "-days", "2", "-keyout", key, "-out", f"{key}.pem"],
                   check=True, capture_output=True)
    subprocess.run(["xmlsec1", "--sign", "--privkey-pem", f"{key},{key}.pem", *IDS,
                    "--output", signed, template], check=True, capture_output=True)


def federations(larger):
    """Aggregates of metadata: plain, larger, and signed when that can be done."""
    home = BUILD / "bench"
    plain, large = home / f"saml-{FEDERATION}.xml", home / f"saml-{larger}.xml"
    signed, key = home / "saml-signed.xml", home / "saml.key"
    for out, entities in ((plain, FEDERATION), (large, larger)):
        if not out.exists():
            subprocess.run([TOP / "bench/saml.py", out, "--entities", str(entities)], check=True)
    if not signed.exists() and shutil.which("xmlsec1") and shutil.which("openssl"):
        template = home / "saml-template.xml"
        subprocess.run([TOP / "bench/saml.py", template, "--entities", str(FEDERATION), "--sign"],
                       check=True)
        sign(template, signed, key)
        template.unlink()
    return {"saml": plain, "saml_large": large, "saml_signed": signed,
            "saml_cert": f"{key}.pem"}


def graphs(larger):
    """The graph of a sector, and one ten times another."""
    home = BUILD / "bench"
    def make(scale):
        out = home / f"graph-{scale}"
        if not out.with_suffix(".el").exists():
            subprocess.run([TOP / "bench/graph.py", out, "--scale", str(scale)],
                           check=True, stdout=subprocess.DEVNULL)
        return out
    return {"graph": os.environ.get("GRAPH") or make(1),
            "graph_one": make(larger // 10 or 0.1), "graph_ten": make(larger)}


def lists(boards):
    """Application lists of a sector, and databases."""
    home = BUILD / "bench" / str(boards)
    def make(name, *args):
        out = home / name
        if not (out / "usage.csv").exists():
            subprocess.run([TOP / "bench/sector.py", out, *args], check=True)
        return out
    sector = make("sector", "--boards", str(boards), "--xlsx")
    twice = make("twice", "--boards", str(boards), "--rows", "500")
    board = make("board", "--boards", "1", "--rows", "300")
    landschap = BUILD / "bin/landschap"
    empty, db = home / "empty.db", home / "sector.db"
    if not empty.exists() or db.stat().st_mtime < landschap.stat().st_mtime:
        empty.unlink(missing_ok=True)
        subprocess.run([landschap, "init", "-q", empty], check=True)
        shutil.copy(empty, db)
        subprocess.run([landschap, "import", "-q", "-d", db, sector / "usage.csv"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    top = subprocess.run([landschap, "reach", "-q", "--top", "--level", "product",
                          "--limit", "1", "-f", "csv", "-d", db], check=True,
                         capture_output=True, encoding="utf-8").stdout
    return {"csv": sector / "usage.csv", "xlsx": sector / "usage.xlsx",
            "csv2": twice / "usage.csv", "board": board / "usage.csv",
            "db": db, "empty": empty,
            "product": next(csv.DictReader(top.splitlines()))["name_id"]}


class Inputs(dict):
    """What commands name. It is generated when the first of them names it, once
    for each size, and kept under build/bench."""

    def __init__(self, boards, larger, graph):
        super().__init__(
            landschap=BUILD / "bin/landschap", floor=BUILD / "bin/xlsx_floor",
            saml_floor=BUILD / "bin/saml_floor", failing=BUILD / "bin/failing",
            igraph_points=BUILD / "bin/igraph_points", bench=TOP / "bench",
            ids=" ".join(IDS),
        )
        self.lists = lambda: lists(boards)
        self.others = {"saml": lambda: federations(larger),
                       "graph": lambda: graphs(graph)}

    def __missing__(self, name):
        self.update(self.others.get(name.split("_")[0], self.lists)())
        return self[name]


def goals(wanted):
    for line in (TOP / "bench/goals.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        goal = line.split("\t")
        if not wanted or goal[0] in wanted:
            yield goal


def measure(command, reference, rounds, seconds):
    """Pairs of costs, or a sentence on what went wrong. A pair that is cheap is
    run once without being counted, so that files are in memory, and then at
    least three times."""
    pairs = []
    is_warm = False
    while len(pairs) < rounds:
        pair = [Cost(command, seconds)]
        if reference != "-":
            pair.append(Cost(reference, seconds))
        for cost in pair:
            # 3: partly refused, which a messy list may well be.
            if os.waitstatus_to_exitcode(cost.status) not in (0, 3):
                return f"failed with status {cost.status}: {cost.said.strip()}"
        pairs.append(pair)
        if not is_warm and sum(cost.wall for cost in pair) < CHEAP:
            pairs.clear()
            rounds = max(rounds, 3)
        is_warm = True
    return pairs


SPENT = {
    "cpu": lambda cost: cost.cpu, "speed": lambda cost: cost.cpu,
    "part": lambda cost: cost.part, "times": lambda cost: cost.part,
    "memory": lambda cost: cost.rss,
}


def value_of(metric, pairs):
    if metric == "rss":
        return max(p[0].rss for p in pairs)
    if metric == "wall":
        return statistics.median(p[0].wall for p in pairs)
    spent = SPENT[metric]
    ratio = statistics.median(spent(p[0]) / spent(p[1]) for p in pairs)
    return 1 / ratio if metric in ("speed", "times") else ratio


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in SCALE:
        sys.exit(__doc__)
    boards, larger, graph, rounds, seconds = SCALE[sys.argv[1]]
    (BUILD / "bench").mkdir(parents=True, exist_ok=True)
    names = Inputs(boards, larger, graph)
    print(f"bench: {boards} boards, {boards * 250} rows, {FEDERATION} and {larger} entities,"
          f" {rounds} round(s); cpu and speed are ratios to the reference")
    print(f"{'goal':5} {'metric':6} {'value':>8} {'limit':>7} {'verdict':8}"
          f" {'cpu s':>7} {'ref s':>7} {'MiB':>6}")
    missed = 0
    for ident, metric, limit, needs, command, reference in goals(sys.argv[2:]):
        if not is_there(needs):
            print(f"{ident:5} {metric:6} {'-':>8} {limit:>7} SKIP     no {needs}")
            continue
        pairs = measure(command.format_map(names), reference.format_map(names),
                        rounds, seconds)
        if isinstance(pairs, str):
            print(f"{ident:5} {metric:6} {'-':>8} {limit:>7} FAIL     {pairs}")
            missed += 1
            continue
        value = value_of(metric, pairs)
        bound = float(limit[2:])
        is_met = value <= bound if limit[0] == "<" else value >= bound
        missed += not is_met
        spent = SPENT["part" if metric in ("part", "times") else "cpu"]
        cpu = statistics.median(spent(p[0]) for p in pairs)
        ref = statistics.median(spent(p[-1]) for p in pairs)
        print(f"{ident:5} {metric:6} {value:8.2f} {limit:>7}"
              f" {'PASS' if is_met else 'MISS':8} {cpu:7.2f}"
              f" {ref if reference != '-' else 0:7.2f}"
              f" {max(p[0].rss for p in pairs):6.0f}", flush=True)
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
