/*
 * Codes as words for people. In every format but a table they stay the keys
 * that programs know.
 */
#include <stddef.h>
#include <string.h>

#include "cli/cli.h"

/*
 * For xgettext only: codes that come from kinds.def and from rooms that do not
 * know people. TRANSLATORS: one word or a few, as in the cell of a table.
 */
extern const char *const words[];
const char *const words[] = {
	N_("board"),
	N_("school"),
	N_("organisation"),
	N_("product"),
	N_("function"),
	N_("country"),
	N_("signed"),
	N_("register"),
	N_("observed"),
	N_("published"),
	N_("declared"),
	N_("expected"),
	N_("inferred"),
	N_("unknown"),
	N_("planned"),
	N_("in_use"),
	N_("phasing_out"),
	N_("stopped"),
	N_("not_applicable"),
	N_("vendor"),
	N_("maker"),
	N_("seller"),
	N_("operator"),
	N_("capital"),
	N_("control"),
	N_("participation"),
	N_("none"),
	N_("login"),
	N_("hosting"),
	N_("provisioning"),
	N_("data-out"),
	N_("data-back"),
	N_("admin"),
	N_("network"),
	N_("platform"),
	N_("ai-model"),
	N_("same-code"),
	N_("required"),
	N_("alternative"),
	N_("optional"),
	N_("open"),
	N_("assumed"),
	N_("accepted"),
	N_("rejected"),
	N_("accept"),
	N_("reject"),
	N_("init"),
	N_("import"),
	N_("undo"),
	N_("spelling"),
	N_("words"),
	N_("catalogue"),
	N_("review"),
	N_("parent"),
	N_("infrastructure"),
	N_("alias"),
	N_("same name"),
	N_("data_category"),
	N_("host"),
	N_("assertion"),
	N_("logout"),
	N_("attribute"),
	N_("artifact"),
	N_("name_id"),
	N_("discovery"),
	N_("token"),
	N_("userinfo"),
	N_("keys"),
	N_("federation"),
	N_("home"),
	N_("policy"),
	N_("logo"),
	NULL,
};

const char *
cli_word(const struct cli *c, const char *code)
{
	if (!code || !code[0] || cli_format(c) != FORMAT_TABLE)
		return code;
	return _(code);
}

const char *
cli_fill(struct cli *c, const char *sentence, const struct filler *filler,
	 uint32_t n)
{
	struct sv rest = sv(sentence);
	struct buf out = { 0 };
	const char *text;

	while (rest.n) {
		size_t skip = 1;
		uint32_t k = 0;

		while (k < n && !sv_starts(rest, sv(filler[k].word)))
			k++;
		if (k < n) {
			buf_str(&out, filler[k].text);
			skip = strlen(filler[k].word);
		} else {
			buf_char(&out, rest.p[0]);
		}
		rest = sv_n(rest.p + skip, rest.n - skip);
	}
	text = arena_sv(&c->mem, buf_view(&out)).p;
	buf_done(&out);
	return text;
}
