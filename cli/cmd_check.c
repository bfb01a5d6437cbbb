/*
 * landschap check: what asks for an action, by rules. Shows with each finding
 * how many pupils it is about, who must act, and the claim that `why` explains.
 */
#include "analyzer/checks.h"
#include "cli/cli.h"
#include "cli/redundancy.h"

const struct option options_check[] = {
	{ "rule", 0, OPTION_TEXT, N_("ID"), N_("this rule only") },
	{ "fail-on", 0, OPTION_TEXT, N_("high|medium|low"),
	  N_("end with status 5 when there is a finding of this level or "
	     "above") },
	{ "all", 0, OPTION_FLAG, NULL,
	  N_("also services of a federation that no board here uses") },
	{ "rules", 0, OPTION_FLAG, NULL,
	  N_("the rules, and what they look for") },
	{ NULL },
};

const struct help help_check = {
	N_("A finding is what a document says, not what it leaves out: what is "
	   "not known is never a finding, and never fine either. Pupils are "
	   "those of the schools that use it or sign on through it, or where "
	   "something stops with it; 'claim' is what 'landschap why' explains, "
	   "and 'chain' (-v) has the claims one by one."),
	{
		{ "landschap check", N_("all findings, the gravest first") },
		{ "landschap check --rules", N_("what is looked for") },
		{ "landschap check --rule seen-not-listed --board 41234",
		  N_("what a board signs on to and does not list") },
		{ "landschap check --fail-on high",
		  N_("in a script: status 5 when there is a grave finding") },
	},
};

static const struct column columns[] = {
	{ "severity", N_("severity"), "", COLUMN_TEXT },
	{ "rule", N_("rule"), "", COLUMN_TEXT },
	{ "finding", N_("finding"), "", COLUMN_TEXT },
	{ "node", N_("about"), "", COLUMN_TEXT },
	{ "other", N_("with"), "", COLUMN_TEXT },
	{ "detail", N_("detail"), "", COLUMN_TEXT },
	{ "pupils", N_("pupils"), N_("at least"), COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "functions", N_("functions"), "", COLUMN_INTEGER },
	{ "action", N_("action"), "", COLUMN_TEXT },
	{ "actor", N_("who acts"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "claim", N_("claim"), "", COLUMN_TEXT },
	{ "chain", N_("chain"), "", COLUMN_TEXT },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static const struct column rule_columns[] = {
	{ "rule", N_("rule"), "", COLUMN_TEXT },
	{ "severity", N_("severity"), "", COLUMN_TEXT },
	{ "summary", N_("looks for"), "", COLUMN_TEXT },
	{ "action", N_("action"), "", COLUMN_TEXT },
	{ "actor", N_("who acts"), "", COLUMN_TEXT },
};
enum { RULE_COLUMNS = sizeof(rule_columns) / sizeof(rule_columns[0]) };

/* "46,2 %" to people in Dutch. */
static const char *
detail(struct cli *c, const struct finding *f)
{
	struct buf b = { 0 };
	const char *text;

	if (!f->is_share)
		return f->detail;
	if (cli_format(c) == FORMAT_TABLE)
		table_decimal(&b, sv(f->detail));
	else
		buf_str(&b, f->detail);
	buf_str(&b, " %");
	text = arena_sv(&c->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

/* The sentence with its {node}, {other} and {detail} filled in. */
static const char *
sentence(struct cli *c, const struct landscape *l, const struct finding *f)
{
	const char *other = f->other == NODE_NONE ? "" : l->node[f->other].name;
	const struct filler filler[] = {
		{ "{node}", l->node[f->node].name },
		{ "{other}", other },
		{ "{detail}", detail(c, f) },
	};

	if (f->redundancy)
		return redundancy_sentence(c, l, f->redundancy,
					   cli_format(c) == FORMAT_TABLE);
	return cli_fill(c, cli_word(c, check_text(f->rule)->sentence), filler,
			sizeof(filler) / sizeof(*filler));
}

static void
add_finding(struct cli *c, const struct landscape *l, const struct finding *f,
	    struct table *t)
{
	const struct check_text *rule = check_text(f->rule);
	struct value *v = table_row(t);

	v[0] = value_str(cli_word(c, severity_name(rule->severity)));
	v[1] = value_str(rule->name);
	v[2] = value_str(sentence(c, l, f));
	v[3] = value_str(l->node[f->node].id);
	v[4] = f->other == NODE_NONE ? value_na()
				     : value_str(l->node[f->other].id);
	v[5] = f->detail[0] ? value_str(f->detail) : value_na();
	if (f->sites == 0)
		v[6] = value_na();
	else if (f->sites_unknown < f->sites)
		v[6] = value_int(f->pupils);
	v[7] = f->sites ? value_int(f->sites) : value_na();
	v[8] = f->functions ? value_int(f->functions) : value_na();
	v[9] = value_str(cli_word(c, rule->action));
	v[10] = value_str(cli_word(c, rule->actor));
	v[11] = v[12] = value_na();
	v[13] = f->chain[0] ? value_str(f->chain) : value_na();
	if (f->ev.said == 0)
		return;
	v[11] = value_str(cli_word(c, rung_name((enum rung)f->ev.rung)));
	v[12] = value_str(
		arena_printf(&c->mem, "%s:%llu", fact_shape(f->fact)->table,
			     (unsigned long long)l->claim[f->ev.first]));
}

static int
read_options(struct cli *c, const struct landscape *l, struct check_options *o,
	     enum severity *ret_fail, struct err *e)
{
	const char *rule = cli_text(c, "rule"), *fail = cli_text(c, "fail-on");

	o->all = cli_flag(c, "all");
	o->rule = CHECKS;
	*ret_fail = SEVERITIES;
	if (rule && !check_from(sv(rule), &o->rule))
		return err_set(e, ERR_USAGE, NULL,
			       "there is no rule '%s' (landschap check --rules "
			       "lists them)",
			       rule);
	if (fail && !severity_from(sv(fail), ret_fail))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--fail-on': '%s' (expected high, "
			       "medium, low)",
			       fail);
	return cli_find_board(c, l, &o->board, e);
}

static int
show_rules(struct cli *c, struct err *e)
{
	struct table t;

	table_init(&t, &c->mem, c->command->name, rule_columns, RULE_COLUMNS);
	for (int i = 0; i < CHECKS; i++) {
		const struct check_text *rule = check_text((enum check)i);
		struct value *v = table_row(&t);

		v[0] = value_str(rule->name);
		v[1] = value_str(cli_word(c, severity_name(rule->severity)));
		v[2] = value_str(cli_word(c, rule->summary));
		v[3] = value_str(cli_word(c, rule->action));
		v[4] = value_str(cli_word(c, rule->actor));
	}
	return cli_print(c, &t, e);
}

static int
run(struct cli *c, struct landscape *l, enum severity *ret_worst,
    enum severity *ret_fail, struct err *e)
{
	struct check_options o;
	struct findings f;
	struct table t;
	int rc;

	if (read_options(c, l, &o, ret_fail, e))
		return -1;
	if (checks_find(l, &o, &f, e)) {
		findings_done(&f);
		return -1;
	}
	table_init(&t, &c->mem, c->command->name, columns, COLUMNS);
	for (uint32_t i = 0; i < f.n; i++)
		add_finding(c, l, &f.v[i], &t);
	if (f.n) /* the gravest comes first */
		*ret_worst = check_text(f.v[0].rule)->severity;
	if (f.left_out)
		table_note(&t,
			   "services that no board here uses or signs on "
			   "through, not looked at: %u (--all does)",
			   f.left_out);
	table_coverage_of(&t, l);
	cli_narrow(c, &t, "severity rule finding pupils actor claim");
	rc = cli_print(c, &t, e);
	findings_done(&f);
	return rc;
}

int cmd_check(struct cli *c, struct err *e);

int
cmd_check(struct cli *c, struct err *e)
{
	enum severity worst = SEVERITIES, fail;
	struct landscape l;
	int rc;

	if (cli_flag(c, "rules"))
		return show_rules(c, e);
	if (cli_load_sign_on(c, &l, e))
		return -1;
	rc = run(c, &l, &worst, &fail, e);
	landscape_done(&l);
	if (rc == 0 && worst != SEVERITIES && worst >= fail)
		return EXIT_FINDINGS;
	return rc;
}
