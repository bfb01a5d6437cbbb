/*
 * AND/OR graph: what every node needs to work, and what fails when something
 * is struck (scoring.md 4). It knows nothing of schools or vendors.
 *
 * A node has groups, and needs all of them (AND). A group has members, of which
 * it needs some (OR; n of m). A node fails when it is struck or when one of its
 * groups is lost; a group is lost when more members failed than it can spare.
 * A requirement of one thing is a group of one. A node without groups works
 * until it is struck.
 *
 * Rings. What fails is the least fixpoint: things that need each other do not
 * fail by themselves.
 */
#ifndef ANALYZER_ANDOR_H
#define ANALYZER_ANDOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define ANDOR_NONE UINT32_MAX

struct andor_member {
	uint32_t node;
	uint32_t label; /* the caller's: why it is a member */
};

struct andor {
	struct arena mem;
	uint32_t nnode, ngroup, nmember;
	uint32_t *group_at;          /* nnode + 1: groups of a node */
	uint32_t *member_at;         /* ngroup + 1: members of a group */
	uint32_t *spare;             /* by group: so many may fail */
	uint32_t *node_of;           /* by group */
	struct andor_member *member; /* in a group by node, each node once */
	uint32_t *user_at;           /* nnode + 1: groups it is a member of */
	uint32_t *user;              /* groups, ascending for each node */
};

/* Groups to build a graph from, in any order. {0} is a valid, empty draft. */
struct andor_draft {
	struct {
		uint32_t node, needed, first, n;
	} * group; /* heap */
	uint32_t ngroup, group_cap;
	struct andor_member *member; /* heap */
	uint32_t nmember, member_cap;
};

/*
 * `node` needs `needed` of these members, at least 1. A member that stands
 * there twice counts once (the smaller label stays); when fewer are left than
 * are needed, all are needed. n == 0 adds nothing.
 */
void andor_add(struct andor_draft *d, uint32_t node, uint32_t needed,
	       const struct andor_member *member, uint32_t n);
/* One member that is needed. */
void
andor_need(struct andor_draft *d, uint32_t node, uint32_t on, uint32_t label);
/*
 * The graph of nodes 0 .. nnode - 1, the same for any order of the groups; the
 * draft is empty afterwards; groups of a node are in order of their members.
 * O(nodes + groups + members), and the log of that where nodes have groups that
 * begin alike.
 */
void andor_build(struct andor_draft *d, uint32_t nnode, struct andor *ret);
void andor_done(struct andor *g);
/* The member of a group that this node is; it must be one. O(log members). */
const struct andor_member *
andor_member_of(const struct andor *g, uint32_t group, uint32_t node);

/* One scenario: what fails when these nodes are struck, in order. */
struct andor_failure {
	const struct andor *g;
	uint32_t *failed; /* nodes, each after all that made it fail */
	uint32_t nfailed;
	uint32_t *cause; /* by node: the group that was lost first; NONE when
			    it was struck or works */
	uint32_t *by;    /* by node: whose failure lost that group, or NONE */
	uint32_t *step;  /* by node: links from what was struck, 0 = struck;
			    NONE = it works. The least there is. */
	uint32_t *lost;  /* by group: members that failed */
	struct arena mem;
};

void andor_failure_init(const struct andor *g, struct andor_failure *ret);
void andor_failure_done(struct andor_failure *f);
/*
 * Fails these nodes; what an earlier call failed works again. By breadth, so
 * that causes are shortest chains. O(groups and members of what fails, now and
 * before); no recursion.
 */
void andor_fail(struct andor_failure *f, const uint32_t *struck, uint32_t n);

static inline bool
andor_is_failed(const struct andor_failure *f, uint32_t node)
{
	return f->step[node] != ANDOR_NONE;
}

/* One link of a chain: `node` failed, since `on` did. */
struct andor_link {
	uint32_t node, on;
	uint32_t group, label; /* of node, and of its member `on` */
};
/*
 * A shortest chain to a failed node from what was struck, that end first; in
 * mem. Of a lost group with several members it follows the one whose failure
 * lost it. Empty when the node was struck itself. O(length log members).
 */
uint32_t andor_chain(const struct andor_failure *f, uint32_t node,
		     struct arena *mem, struct andor_link **ret);

/*
 * Many scenarios at once: 512 in one sweep over the graph in topological order,
 * a bit for each; in rings what is new is passed on until nothing is.
 */
enum { ANDOR_LANES = 512, ANDOR_WORDS = ANDOR_LANES / 64 };
struct andor_lanes {
	uint64_t word[ANDOR_WORDS]; /* bit i % 64 of word i / 64: scenario i */
} __attribute__((aligned(64)));

struct andor_scenarios {
	uint32_t n;
	const uint32_t *struck_at; /* n + 1 */
	const uint32_t *struck;    /* nodes */
};

/*
 * Called for each block of at most 512 scenarios, first .. first + n: bit i of
 * lanes[node] says that the node fails in scenario first + i. Bits from n on
 * are zero. The lanes last for the call.
 */
typedef void andor_visit(void *ctx, uint32_t first, uint32_t n,
			 const struct andor_lanes *lanes);
/*
 * O((nodes + members) * (scenarios / 512)), also in rings of groups that can
 * spare nothing. In other rings each scenario may have to be passed on by
 * itself, at worst; mostly they go round together.
 */
void andor_sweep(const struct andor *g, const struct andor_scenarios *s,
		 andor_visit *visit, void *ctx);

#endif
