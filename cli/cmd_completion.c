/*
 * landschap completion: what a shell completes, made from the tables of
 * commands and options. Names of files are left to the shell.
 */
#include <string.h>

#include "analyzer/checks.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/common.h"
#include "cli/topics.h"
#include "collectors/collector.h"

const struct option options_completion[] = {
	{ NULL },
};

const struct help help_completion = {
	N_("Writes a script for bash, zsh or fish that completes commands, "
	   "options and the values that options know."),
	{
		{ "landschap completion bash "
		  ">~/.local/share/bash-completion/completions/landschap",
		  N_("for bash, from the next shell on") },
		{ "landschap completion fish "
		  ">~/.config/fish/completions/landschap.fish",
		  N_("for fish") },
		{ "landschap completion zsh >/usr/share/zsh/vendor-completions/"
		  "_landschap",
		  N_("for zsh, for everybody") },
	},
};

/* Values that an option knows and its table does not tell. */
static const struct {
	const char *option, *values;
} choices[] = {
	{ "format", "table csv tsv json ndjson" },
	{ "weight", "pupils schools boards" },
	{ "level", "product vendor parent infrastructure country" },
	{ "lang", "nl en" },
	{ "dialect", "excel-nl" },
	{ "state", "open assumed accepted rejected all" },
	{ "rung", "signed register observed published declared expected "
		  "inferred" },
};

/* "function|board" are words to type; "FILE|FOLDER" are not. */
static void
put_words(struct buf *out, const char *list)
{
	if (!list || !strchr(list, '|') || *list < 'a' || *list > 'z')
		return;
	for (; *list; list++)
		buf_char(out, *list == '|' ? ' ' : *list);
}

static void
put_choices(struct buf *out, const struct option *o)
{
	if (strcmp(o->name, "as") == 0) {
		for (size_t i = 0; collectors[i]; i++)
			buf_printf(out, "%s%s", i ? " " : "",
				   collectors[i]->name);
		return;
	}
	if (strcmp(o->name, "rule") == 0)
		for (int i = 0; i < CHECKS; i++)
			buf_printf(out, "%s%s", i ? " " : "",
				   check_text((enum check)i)->name);
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (strcmp(choices[i].option, o->name) == 0)
			buf_str(out, choices[i].values);
	put_words(out, o->value);
}

/* First positional arguments that a command knows. */
static void
put_subjects(struct buf *out, const struct command *cmd)
{
	put_words(out, cmd->args);
	if (strcmp(cmd->name, "list") == 0)
		buf_str(out, "products schools boards organisations functions "
			     "countries usage sources conflicts assumptions "
			     "identities hosts attributes data");
	if (strcmp(cmd->name, "help") != 0)
		return;
	for (const struct command *k = commands; k->name; k++)
		buf_printf(out, "%s ", k->name);
	for (const struct topic *t = topics; t->name; t++)
		buf_printf(out, "%s%s", t->name, t[1].name ? " " : "");
}

static void
put_options(struct buf *out, const struct option *o, const struct command *cmd)
{
	for (; o->name; o++)
		if (!cmd || common_is_used(cmd, o->name))
			buf_printf(out, "--%s ", o->name);
}

/* "list:--by) words=..." for each option with known values. */
static void
put_bash_values(struct buf *out, const struct option *o, const char *command)
{
	for (; o->name; o++) {
		struct buf values = { 0 };

		put_choices(&values, o);
		if (values.n) {
			buf_printf(out, "\t%s:--%s", command, o->name);
			if (o->letter)
				buf_printf(out, "|%s:-%c", command, o->letter);
			buf_printf(out, ") words='%s' ;;\n", values.p);
		}
		buf_done(&values);
	}
}

/* Also for zsh, which runs it through bashcompinit. */
static void
put_bash(struct buf *out)
{
	buf_str(out,
		"# landschap: completion for bash\n"
		"_landschap() {\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} command='' words='' "
		"i\n"
		"\tCOMPREPLY=()\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tcase ${COMP_WORDS[i]} in\n"
		"\t\t-d|-f|-o|--db|--format|--output) ((i++)) ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tcase $command:${COMP_WORDS[COMP_CWORD-1]} in\n");
	put_bash_values(out, common_options, "*");
	for (const struct command *k = commands; k->name; k++)
		put_bash_values(out, k->options, k->name);
	buf_str(out, "\tesac\n"
		     "\tif [[ -z $words ]]; then\n"
		     "\t\tcase $command in\n"
		     "\t\t'') words='");
	for (const struct command *k = commands; k->name; k++)
		buf_printf(out, "%s ", k->name);
	put_options(out, common_options, NULL);
	buf_str(out, "' ;;\n");
	for (const struct command *k = commands; k->name; k++) {
		buf_printf(out, "\t\t%s) words='", k->name);
		put_options(out, k->options, NULL);
		put_options(out, common_options, k);
		put_subjects(out, k);
		buf_str(out, "' ;;\n");
	}
	buf_str(out,
		"\t\tesac\n"
		"\t\t[[ $cur != -* && ($command == import || $command == "
		"init ||\n"
		"\t\t\t${COMP_WORDS[COMP_CWORD-1]} == -*) ]] &&\n"
		"\t\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
		"\tfi\n"
		"\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "
		"\"$words\" -- \"$cur\")\n"
		"}\n"
		"complete -o filenames -F _landschap landschap\n");
}

/* One description as a word in single quotes of zsh. */
static void
zsh_text(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			buf_str(out, "'\\''");
		else if (strchr("[]:\\", *text))
			buf_printf(out, "\\%c", *text);
		else
			buf_char(out, *text);
	}
}

static void
put_zsh_options(struct buf *out, const struct option *o,
		const struct command *cmd)
{
	for (; o->name; o++) {
		struct buf values = { 0 };

		if (cmd && !common_is_used(cmd, o->name))
			continue;
		put_choices(&values, o);
		buf_printf(out, "\t\t'*--%s%s[", o->name, o->value ? "=" : "");
		zsh_text(out, _(o->help));
		buf_char(out, ']');
		if (o->value) {
			buf_char(out, ':');
			zsh_text(out, _(o->value));
			if (values.n)
				buf_printf(out, ":(%s)", values.p);
			else
				buf_str(out, ":_files");
		}
		buf_str(out, "' \\\n");
		buf_done(&values);
	}
}

static void
put_zsh(struct buf *out)
{
	buf_str(out, "#compdef landschap\n"
		     "_landschap() {\n"
		     "\tlocal -a commands\n"
		     "\tcommands=(\n");
	for (const struct command *k = commands; k->name; k++) {
		buf_printf(out, "\t\t'%s:", k->name);
		zsh_text(out, _(k->summary));
		buf_str(out, "'\n");
	}
	buf_str(out, "\t)\n"
		     "\tif ((CURRENT == 2)); then\n"
		     "\t\t_describe command commands\n"
		     "\t\treturn\n"
		     "\tfi\n"
		     "\tcase ${words[2]} in\n");
	for (const struct command *k = commands; k->name; k++) {
		struct buf subjects = { 0 };

		put_subjects(&subjects, k);
		buf_printf(out, "\t%s)\n\t\t_arguments '1:command:' \\\n",
			   k->name);
		put_zsh_options(out, k->options, NULL);
		put_zsh_options(out, common_options, k);
		if (subjects.n)
			buf_printf(out, "\t\t'*:subject:(%s)' ;;\n",
				   subjects.p);
		else
			buf_str(out, "\t\t'*:file:_files' ;;\n");
		buf_done(&subjects);
	}
	buf_str(out, "\tesac\n}\n_landschap \"$@\"\n");
}

static void
fish_text(struct buf *out, const char *text)
{
	buf_char(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_char(out, '\\');
		buf_char(out, *text);
	}
	buf_char(out, '\'');
}

static void
put_fish_options(struct buf *out, const struct option *o,
		 const struct command *in, const struct command *filter)
{
	for (; o->name; o++) {
		struct buf values = { 0 };

		if (filter && !common_is_used(filter, o->name))
			continue;
		put_choices(&values, o);
		buf_printf(out,
			   "complete -c landschap -n "
			   "'__fish_seen_subcommand_from %s' -l %s",
			   in->name, o->name);
		if (o->letter)
			buf_printf(out, " -s %c", o->letter);
		if (values.n)
			buf_printf(out, " -x -a '%s'", values.p);
		else if (o->value)
			buf_str(out, " -r");
		buf_str(out, " -d ");
		fish_text(out, _(o->help));
		buf_char(out, '\n');
		buf_done(&values);
	}
}

static void
put_fish(struct buf *out)
{
	buf_str(out, "# landschap: completion for fish\n");
	for (const struct command *k = commands; k->name; k++) {
		struct buf subjects = { 0 };

		put_subjects(&subjects, k);
		buf_printf(out,
			   "complete -c landschap -n "
			   "__fish_use_subcommand -f -a %s -d ",
			   k->name);
		fish_text(out, _(k->summary));
		buf_char(out, '\n');
		if (subjects.n)
			buf_printf(out,
				   "complete -c landschap -n "
				   "'__fish_seen_subcommand_from %s' -f -a "
				   "'%s'\n",
				   k->name, subjects.p);
		put_fish_options(out, k->options, k, NULL);
		put_fish_options(out, common_options, k, k);
		buf_done(&subjects);
	}
}

int cmd_completion(struct cli *c, struct err *e);

int
cmd_completion(struct cli *c, struct err *e)
{
	const char *shell = cli_arg(c, 0);
	struct buf out = { 0 };
	int rc;

	if (strcmp(shell, "bash") == 0)
		put_bash(&out);
	else if (strcmp(shell, "zsh") == 0)
		put_zsh(&out);
	else if (strcmp(shell, "fish") == 0)
		put_fish(&out);
	else
		return err_set(e, ERR_USAGE, NULL,
			       "no completion for '%s' (expected bash, zsh, "
			       "fish)",
			       shell);
	rc = cli_write(c, buf_view(&out), e);
	buf_done(&out);
	return rc;
}
