/*
 * Fault trees by name for tests of cut sets: gates and events become an AND/OR
 * graph. A gate "or" needs all of its inputs; a gate "and" one of them.
 */
#ifndef TESTS_UNIT_FAULT_TREE_H
#define TESTS_UNIT_FAULT_TREE_H

#include "analyzer/andor.h"
#include "base/map.h"

enum { FAULT_TREE_MAX = 4096, FAULT_TREE_INPUTS = 256 };

/* {0} is a valid, empty tree. */
struct fault_tree {
	struct map name; /* -> node, in the order that they are met */
	struct andor_draft draft;
	struct andor g;                     /* after fault_tree_build() */
	double probability[FAULT_TREE_MAX]; /* by node */
	bool is_input[FAULT_TREE_MAX];      /* by node: of some gate */
};

uint32_t fault_tree_node(struct fault_tree *t, struct sv name);
/* Fails when at least `failed` of the inputs failed. */
void fault_tree_gate(struct fault_tree *t, uint32_t gate, uint32_t failed,
		     const uint32_t *input, uint32_t n);
void fault_tree_build(struct fault_tree *t);
/* The one node that is no input of another. */
uint32_t fault_tree_top(const struct fault_tree *t);
/* Empty again. */
void fault_tree_done(struct fault_tree *t);
/* An Open-PSA file of and, or, atleast and floats; anything else is a bug. */
void fault_tree_read_xml(struct fault_tree *t, const char *path);

#endif
