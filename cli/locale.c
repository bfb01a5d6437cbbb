/*
 * The language of messages. Works where no locale but C is installed: the
 * catalogue is found through LANGUAGE, in C.UTF-8. Numbers and sorting stay in
 * the C locale, always.
 */
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

#ifndef LANDSCHAP_LOCALEDIR
#define LANDSCHAP_LOCALEDIR "/usr/local/share/locale"
#endif

static struct {
	const char *lang;
	char dir[PATH_MAX];
} chosen;

/* Dutch or English, for a value such as "nl_NL.UTF-8"; NULL: neither. */
static const char *
language_of(struct sv v)
{
	if (v.n < 2 ||
	    (v.n > 2 && v.p[2] != '_' && v.p[2] != '.' && v.p[2] != '@'))
		return sv_is(v, "C") || sv_is(v, "POSIX") ? "en" : NULL;
	if (sv_is(sv_n(v.p, 2), "nl"))
		return "nl";
	return sv_is(sv_n(v.p, 2), "en") || sv_starts(v, SV("C.")) ? "en"
								   : NULL;
}

/* The environment's wish, as gettext reads it: LANGUAGE is a list. */
static const char *
language_from_environment(void)
{
	static const char *const name[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	struct sv list = sv(getenv("LANGUAGE")), one;
	const char *base = NULL, *lang;

	for (int i = 0; i < 3 && !(base && base[0]); i++)
		base = getenv(name[i]);
	while (sv_split(&list, ':', &one))
		if ((lang = language_of(one)) != NULL)
			return lang;
	lang = base ? language_of(sv(base)) : NULL;
	return lang ? lang : "en";
}

/* "../share/locale" beside the program's folder, else where it is installed. */
static void
find_catalogues(void)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	snprintf(chosen.dir, sizeof(chosen.dir), "%s", LANDSCHAP_LOCALEDIR);
	for (int up = 0; up < 2 && n > 0; up++)
		while (n > 0 && exe[--n] != '/')
			continue;
	if (n <= 0 || (size_t)n + sizeof("/share/locale") > sizeof(exe))
		return;
	memcpy(exe + n, "/share/locale", sizeof("/share/locale"));
	if (access(exe, R_OK) == 0)
		snprintf(chosen.dir, sizeof(chosen.dir), "%s", exe);
}

const char *
locale_set(const char *lang)
{
	chosen.lang = lang ? lang : language_from_environment();
	if (!chosen.dir[0])
		find_catalogues();
	setlocale(LC_CTYPE, "C.UTF-8");
	bindtextdomain("landschap", chosen.dir);
	bind_textdomain_codeset("landschap", "UTF-8");
	setenv("LANGUAGE", chosen.lang, 1);
	if (strcmp(chosen.lang, "en") == 0 ||
	    !setlocale(LC_MESSAGES, "C.UTF-8"))
		setlocale(LC_MESSAGES, "C");
	/* a confined reader cannot open files: load it now */
	(void)dgettext("landschap", "boards");
	return chosen.lang;
}

const char *
locale_describe(struct arena *mem)
{
	const char *path = arena_printf(mem, "%s/%s/LC_MESSAGES/landschap.mo",
					chosen.dir, chosen.lang);

	if (strcmp(chosen.lang, "en") == 0)
		return arena_str(mem, "en");
	return arena_printf(mem, "%s: %s%s", chosen.lang, path,
			    access(path, R_OK) == 0 ? "" : _(" (missing)"));
}
