/* Topics of help: what holds for every command. Only text. */
#include "cli/topics.h"

const struct topic topics[] = {
	{ "exit-codes",
	  N_("how a command ended"),
	  "",
	  7,
	  {
		  { "0", N_("done") },
		  { "1", N_("failed: not found, or the system said no") },
		  { "2", N_("the command line is wrong") },
		  { "3", N_("input was partly or wholly refused; the places "
			    "are listed") },
		  { "4", N_("the database is unusable: foreign, newer, damaged "
			    "or locked") },
		  { "5", N_("check: a finding at or above --fail-on") },
		  { "70", N_("a bug, or out of memory") },
		  { "130", N_("interrupted; what was being imported is rolled "
			      "back") },
	  } },
	{ "formats",
	  N_("how results are written"),
	  N_("On a terminal a result is a table; in a pipe it is TSV; -f "
	     "chooses, and so does the name behind -o. Keys are English in "
	     "every language."),
	  10,
	  {
		  { "table", N_("for people; wide cells are cut") },
		  { "csv", N_("RFC 4180 with a header row; cells that look "
			      "like a formula get an apostrophe unless "
			      "--raw") },
		  { "tsv", N_("a header row, cells separated by tabs") },
		  { "json", N_("one object with format, as_of, rows, coverage "
			       "and warnings") },
		  { "ndjson", N_("one object on each line") },
	  } },
	{ "evidence",
	  N_("how strong a fact is, and where it stands"),
	  N_("Every fact is a claim: a document says so, at a place, with a "
	     "strength. When documents disagree the strongest counts, then "
	     "the newest, and the conflict stays visible. From strong to "
	     "weak:"),
	  13,
	  {
		  { "signed", N_("a signed agreement") },
		  { "register", N_("a public register or an export of a "
				   "portal") },
		  { "observed", N_("technical metadata") },
		  { "published", N_("a page or catalogue of the vendor") },
		  { "declared", N_("the board's own list") },
		  { "expected", N_("a reference model; never a fact") },
		  { "inferred", N_("a match of names, an assumption") },
	  } },
	{ "identity",
	  N_("when two names are one thing"),
	  N_("Keys decide (board number, BRIN, KvK, OIN, LEI), then the "
	     "shipped list of aliases and your reviews, then equal names, "
	     "which is an assumption. Names that are only near are proposed "
	     "by 'review' and never joined by themselves. Where a command "
	     "wants a NODE it takes:"),
	  26,
	  {
		  { "organisation:kvk:12345678",
		    N_("an id, as the commands show it") },
		  { "product:NAME", N_("a kind and a name") },
		  { "NAME", N_("a name, in any spelling that a document "
			       "uses; when it fits more than one, all are "
			       "listed") },
	  } },
	{ "environment",
	  N_("variables that are read"),
	  N_("No configuration file is read and no network connection is "
	     "opened."),
	  20,
	  {
		  { "LANDSCHAP_DB", N_("the landscape, when -d is not given") },
		  { "LANGUAGE, LC_ALL, LC_MESSAGES, LANG",
		    N_("the language of messages: Dutch or English") },
		  { "NO_COLOR, TERM=dumb", N_("no colours") },
		  { "COLUMNS", N_("the width of the terminal") },
		  { "SOURCE_DATE_EPOCH", N_("what 'now' is, in seconds since "
					    "1970") },
		  { "LANDSCHAP_CONFINE=off",
		    N_("read documents in this process; for debuggers only") },
	  } },
	{ NULL },
};
