# Turns schema/sql/queries/*.sql into queries.h and queries.c.
# awk -v h=FILE -v c=FILE -f mk/queries.awk FILE.sql...
#
#   -- name: edge_by_src        a block begins; the name is a C identifier
#   -- cols: dst kind           columns of the result, left out when none
#   -- why, in a sentence       at least one line, so that a reader knows
#   SELECT ... ;                exactly one statement
#
# Anything else stops the build with file:line. It refuses two blocks with one
# name, a block without a reason, without a statement or with two.

function die(line, text) {
	printf "%s:%d: %s\n", FILENAME, line, text > "/dev/stderr"
	failed = 1
	exit 1
}

# Number of ';' outside 'strings' and -- comments; `rest` is set when text
# other than blanks stands behind the last one. Quotes may span lines.
function semicolons(s,    i, ch, n) {
	for (i = 1; i <= length(s); i++) {
		ch = substr(s, i, 1)
		if (quoted) {
			if (ch == "'")
				quoted = 0
		} else if (ch == "'") {
			quoted = 1
			rest = 1
		} else if (ch == "-" && substr(s, i, 2) == "--") {
			break
		} else if (ch == ";") {
			n++
			rest = 0
		} else if (ch != " " && ch != "\t") {
			rest = 1
		}
	}
	return n + 0
}

function c_string(s) {
	gsub(/[\\"]/, "\\\\&", s)
	gsub(/\t/, " ", s)
	return "\"" s "\\n\""
}

function finish(line) {
	if (name == "")
		return
	if (!why)
		die(start, "query '" name "' has no reason (expected a line -- why)")
	if (nsql == 0)
		die(start, "query '" name "' has no statement")
	if (statements != 1 || rest)
		die(start, "query '" name "' is not one statement ending in ';'")
	if (quoted)
		die(start, "query '" name "' has an open quote")
	printf "\tQ_%s,\n", name > h
	printf "\t[Q_%s] = { \"%s\",\n%s, %d },\n", name, name, text, ncols > c
	if (ncols) {
		enums = enums "\nenum {\n"
		for (i = 1; i <= ncols; i++)
			enums = enums "\t" toupper(name) "_" col[i] ",\n"
		enums = enums "};\n"
	}
}

BEGIN {
	note = "/* Made by mk/queries.awk from schema/sql/queries; do not edit. */"
	print note "\n#ifndef GEN_QUERIES_H\n#define GEN_QUERIES_H\n" > h
	print "enum query {" > h
	print note "\n#include \"schema/store/query.h\"\n" > c
	print "#include \"queries.h\"\n" > c
	print "const struct query_text queries[] = {" > c
}

FNR == 1 && NR > 1 {
	line = FNR
	finish(line)
	name = ""
}

/\r/ { die(FNR, "carriage return (expected plain line ends)") }

/^-- name:/ {
	finish(FNR)
	name = $3
	start = FNR
	if (NF != 3 || name !~ /^[a-z][a-z0-9_]*$/)
		die(FNR, "bad query name (expected -- name: one_identifier)")
	if (name in seen)
		die(FNR, "second query named '" name "'")
	seen[name] = 1
	ncols = why = nsql = statements = rest = quoted = 0
	text = ""
	next
}

/^-- cols:/ {
	if (name == "" || nsql || ncols)
		die(FNR, "cols out of place (expected right under name)")
	for (i = 3; i <= NF; i++) {
		if ($i !~ /^[a-z][a-z0-9_]*$/)
			die(FNR, "bad column name '" $i "'")
		col[++ncols] = $i
	}
	if (!ncols)
		die(FNR, "cols is empty (leave the line out)")
	next
}

/^[ \t]*--/ {
	if (name != "" && !nsql && $0 ~ /[A-Za-z]/)
		why = 1
	next
}

/^[ \t]*$/ { next }

{
	if (name == "")
		die(FNR, "statement outside a block (expected -- name: first)")
	nsql++
	statements += semicolons($0)
	text = text (nsql > 1 ? "\n" : "") "\t  " c_string($0)
}

END {
	if (failed)
		exit 1
	finish(FNR)
	if (failed)
		exit 1
	print "\tQUERIES,\n};" enums "\n#endif" > h
	print "\t[QUERIES] = { 0 },\n};" > c
}
