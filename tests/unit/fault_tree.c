/* Fault trees for tests, by hand or from Open-PSA's exchange format. */
#include "tests/unit/fault_tree.h"

#include <check.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

uint32_t
fault_tree_node(struct fault_tree *t, struct sv name)
{
	ck_assert_uint_lt(t->name.n, FAULT_TREE_MAX);
	return map_put(&t->name, name, t->name.n, NULL)->value;
}

void
fault_tree_gate(struct fault_tree *t, uint32_t gate, uint32_t failed,
		const uint32_t *input, uint32_t n)
{
	struct andor_member m[FAULT_TREE_INPUTS];

	ck_assert(n <= FAULT_TREE_INPUTS && failed >= 1 && failed <= n);
	for (uint32_t i = 0; i < n; i++) {
		m[i] = (struct andor_member){ input[i], i };
		t->is_input[input[i]] = true;
	}
	andor_add(&t->draft, gate, n - failed + 1, m, n);
}

void
fault_tree_build(struct fault_tree *t)
{
	andor_build(&t->draft, t->name.n, &t->g);
}

uint32_t
fault_tree_top(const struct fault_tree *t)
{
	uint32_t top = ANDOR_NONE;

	for (uint32_t i = 0; i < t->name.n; i++) {
		if (t->is_input[i] || t->g.group_at[i] == t->g.group_at[i + 1])
			continue;
		ck_assert_uint_eq(top, ANDOR_NONE);
		top = i;
	}
	ck_assert_uint_ne(top, ANDOR_NONE);
	return top;
}

void
fault_tree_done(struct fault_tree *t)
{
	map_done(&t->name);
	andor_done(&t->g);
	memset(t, 0, sizeof(*t));
}

/* Open-PSA */

static bool
is(const xmlNode *x, const char *name)
{
	return strcmp((const char *)x->name, name) == 0;
}

static uint32_t
node_named(struct fault_tree *t, xmlNode *x)
{
	xmlChar *name = xmlGetProp(x, BAD_CAST "name");
	uint32_t ret;

	ck_assert_ptr_nonnull(name);
	ret = fault_tree_node(t, sv((const char *)name));
	xmlFree(name);
	return ret;
}

static double
number(xmlNode *x, const char *attribute)
{
	xmlChar *s = xmlGetProp(x, BAD_CAST attribute);
	double ret;

	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(sscanf((const char *)s, "%lf", &ret), 1);
	xmlFree(s);
	return ret;
}

static void
read_gate(struct fault_tree *t, xmlNode *gate)
{
	uint32_t node = node_named(t, gate), input[FAULT_TREE_INPUTS], n = 0;
	xmlNode *formula = xmlFirstElementChild(gate);

	if (is(formula, "gate") || is(formula, "basic-event")) {
		input[n++] = node_named(t, formula);
		fault_tree_gate(t, node, 1, input, n);
		return;
	}
	for (xmlNode *x = xmlFirstElementChild(formula); x;
	     x = xmlNextElementSibling(x)) {
		ck_assert(is(x, "gate") || is(x, "basic-event"));
		ck_assert_uint_lt(n, FAULT_TREE_INPUTS);
		input[n++] = node_named(t, x);
	}
	if (is(formula, "atleast")) {
		fault_tree_gate(t, node, (uint32_t)number(formula, "min"),
				input, n);
		return;
	}
	ck_assert(is(formula, "and") || is(formula, "or"));
	fault_tree_gate(t, node, is(formula, "and") ? n : 1, input, n);
}

static void
read_part(struct fault_tree *t, xmlNode *part)
{
	for (xmlNode *x = xmlFirstElementChild(part); x;
	     x = xmlNextElementSibling(x)) {
		if (is(x, "define-gate")) {
			read_gate(t, x);
			continue;
		}
		ck_assert(is(x, "define-basic-event"));
		t->probability[node_named(t, x)] =
			number(xmlFirstElementChild(x), "value");
	}
}

void
fault_tree_read_xml(struct fault_tree *t, const char *path)
{
	xmlDoc *doc = xmlReadFile(path, NULL, XML_PARSE_NONET);

	ck_assert_ptr_nonnull(doc);
	for (xmlNode *x = xmlFirstElementChild(xmlDocGetRootElement(doc)); x;
	     x = xmlNextElementSibling(x))
		read_part(t, x);
	xmlFreeDoc(doc);
	fault_tree_build(t);
}
