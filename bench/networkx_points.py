#!/usr/bin/python3
"""Articulation points by networkx, as bench/igraph_points.c: networkx_points.py FILE.el"""
import sys

import networkx

graph = networkx.Graph()
with open(sys.argv[1], encoding="ascii") as edges:
    graph.add_edges_from(tuple(map(int, line.split())) for line in edges)
print(len(list(networkx.articulation_points(graph))), "articulation points")
