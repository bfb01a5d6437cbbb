#!/usr/bin/python3
"""What needs a node, by a recursive query in SQLite: reach_sqlite.py PREFIX

Every edge of PREFIX.edges counts. 200 nodes, evenly chosen; the last line is
the processor seconds that all would take.
"""
import sqlite3
import sys
import time

SAMPLE = 200
QUERY = """
WITH RECURSIVE above(node) AS (
    VALUES(?) UNION SELECT edge.u FROM above JOIN edge ON edge.v = above.node
) SELECT count(*) FROM above
"""

db = sqlite3.connect("edges.db")
db.execute("CREATE TABLE edge(u INTEGER NOT NULL, v INTEGER NOT NULL)")
with open(f"{sys.argv[1]}.edges", encoding="ascii") as edges:
    db.executemany("INSERT INTO edge VALUES(?, ?)",
                   (line.split()[:2] for line in edges))
db.execute("CREATE INDEX edge_by_v ON edge(v, u)")
with open(f"{sys.argv[1]}.nodes", encoding="ascii") as nodes:
    count = sum(1 for _ in nodes)
chosen = range(0, count, count // SAMPLE)
start = time.process_time()
reached = sum(db.execute(QUERY, (node,)).fetchone()[0] for node in chosen)
spent = (time.process_time() - start) * count / len(chosen)
print(f"{reached} nodes reach {len(chosen)} nodes")
print(f"seconds {spent:.6f}")
