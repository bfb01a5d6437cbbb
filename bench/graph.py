#!/usr/bin/python3
"""Writes an invented graph of dependencies of a whole school sector.

    bench/graph.py PREFIX [--scale N] [--seed N]

PREFIX.nodes  node kind pupils     pupils only for schools
PREFIX.edges  from to group kind   `from` needs `to`; edges of one node with the
                                   same group stand together, are alternatives,
                                   and one of them is enough
PREFIX.el     from to              for peers that know no groups

Scale 1: about 30,000 nodes and 600,000 edges. Few are needed by many (Zipf), a
quarter of what a school uses has an alternative, and one percent of the
subprocessors need each other. The same arguments give the same bytes.
"""
import argparse
import bisect
import itertools
import random

KINDS = [  # how many at scale 1; None: the same at every scale
    ("board", 1400), ("school", 8800), ("product", 6000), ("vendor", 2500),
    ("identity", 1500), ("cluster", 4500), ("region", 120), ("country", None),
    ("processor", 3000), ("component", 2000), ("provider", 300),
]
COUNTRIES = 45
# Exponent of how unequally they are chosen.
UNEQUAL = {"product": 0.9, "vendor": 0.85, "identity": 0.8, "cluster": 0.7,
           "region": 0.9, "country": 1.0, "processor": 0.9, "component": 0.9,
           "provider": 1.1}


class Graph:
    """Nodes by kind, numbered in that order, and groups of edges."""

    def __init__(self, scale, seed):
        self.draw = random.Random(seed)
        self.first, self.edges, self.groups = {}, [], {}
        self.kind = []
        for code, (name, count) in enumerate(KINDS):
            count = COUNTRIES if count is None else max(3, int(count * scale))
            self.first[name] = range(len(self.kind), len(self.kind) + count)
            self.kind += [code] * count
        self.chances = {
            name: list(itertools.accumulate((i + 1) ** -power
                                            for i in range(len(self.first[name]))))
            for name, power in UNEQUAL.items()
        }

    def some(self, name):
        """One of a kind, the first ones most often."""
        sums = self.chances[name]
        return self.first[name][bisect.bisect(sums, self.draw.random() * sums[-1])]

    def need(self, node, *alternatives):
        group = self.groups[node] = self.groups.get(node, -1) + 1
        for other in dict.fromkeys(alternatives):
            if other != node:
                self.edges.append((node, other, group, self.kind[other]))

    def need_some(self, node, name, how_many=(1,)):
        count = self.draw.choice(how_many)
        self.need(node, *(self.some(name) for _ in range(count)))

    def need_each(self, node, name, least, most):
        for _ in range(self.draw.randint(least, most)):
            self.need(node, self.some(name))

    def fill(self):
        draw, first = self.draw, self.first
        boards = first["board"]
        for node in boards:
            for _ in range(30):
                self.need_some(node, "product", (1, 1, 1, 1, 2))
            self.need_some(node, "identity")
        for i, node in enumerate(first["school"]):
            self.need(node, boards[i] if i < len(boards) else draw.choice(boards))
            self.need_some(node, "identity", (1, 1, 1, 2, 2))
            for _ in range(draw.randint(28, 42)):
                self.need_some(node, "product", (1, 1, 1, 1, 1, 1, 2, 3))
        for node in first["product"]:
            self.need_some(node, "vendor")
            self.need_some(node, "cluster", (1, 1, 1, 2, 3))
            self.need_some(node, "identity", (1, 2, 3))
            self.need_each(node, "processor", 1, 9)
            self.need_each(node, "component", 0, 6)
        for i, node in enumerate(first["vendor"]):
            if i > 20 and draw.random() < 0.22:
                self.need(node, first["vendor"][draw.randrange(min(i, 60))])
            self.need_each(node, "processor", 0, 5)
        for node in first["cluster"]:
            self.need_some(node, "provider")
            self.need_some(node, "region", (1, 1, 2, 3))
        for name in ("region", "provider"):
            for node in first[name]:
                self.need_some(node, "country")
        for node in first["identity"]:
            self.need_some(node, "cluster", (1, 2))
            self.need_some(node, "vendor")
        self.chain("processor", 4)
        for _ in range(len(first["processor"]) // 200):
            one, other = draw.sample(first["processor"], 2)
            self.need(one, other)
            self.need(other, one)
        for node in first["processor"]:
            self.need_some(node, "cluster", (1, 2))
        self.chain("component", 3)

    def chain(self, name, most):
        """Each needs some that come before it."""
        for i, node in enumerate(self.first[name]):
            for _ in range(self.draw.randint(0, most) if i else 0):
                self.need(node, self.first[name][self.draw.randrange(i)])

    def pupils(self, node):
        if node not in self.first["school"]:
            return 0
        size = 5.1 if self.draw.random() < 0.83 else 6.3
        return int(self.draw.lognormvariate(size, 0.55))

    def write(self, prefix):
        with open(f"{prefix}.nodes", "w", encoding="ascii") as out:
            for node, kind in enumerate(self.kind):
                out.write(f"{node} {kind} {self.pupils(node)}\n")
        with open(f"{prefix}.edges", "w", encoding="ascii") as out:
            out.writelines("%d %d %d %d\n" % edge for edge in self.edges)
        with open(f"{prefix}.el", "w", encoding="ascii") as out:
            out.writelines("%d %d\n" % edge[:2] for edge in self.edges)


def main():
    words = argparse.ArgumentParser(usage=__doc__)
    words.add_argument("prefix")
    words.add_argument("--scale", type=float, default=1)
    words.add_argument("--seed", type=int, default=4)
    args = words.parse_args()
    graph = Graph(args.scale, args.seed)
    graph.fill()
    graph.write(args.prefix)
    print(len(graph.kind), "nodes", len(graph.edges), "edges")


if __name__ == "__main__":
    main()
