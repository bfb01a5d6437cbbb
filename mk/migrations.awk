# Turns schema/sql/migrations/NNN-name.sql into C. Numbers start at 1 and leave
# no gap: a migration is appended, never changed. Whole files are embedded.

function die(text) {
	printf "%s:1: %s\n", FILENAME, text > "/dev/stderr"
	failed = 1
	exit 1
}

function c_string(s) {
	gsub(/[\\"]/, "\\\\&", s)
	return "\"" s "\\n\""
}

BEGIN {
	print "/* Made by mk/migrations.awk; do not edit. */"
	print "#include \"schema/store/query.h\"\n"
	print "const struct migration migrations[] = {"
}

FNR == 1 {
	if (NR > 1)
		print "\t},"
	file = FILENAME
	sub(/^.*\//, "", file)
	if (file !~ /^[0-9][0-9][0-9]-[a-z0-9_-]+\.sql$/)
		die("bad name '" file "' (expected NNN-name.sql)")
	if (substr(file, 1, 3) + 0 != ++n)
		die("migration " substr(file, 1, 3) " is out of order (expected " n ")")
	name = substr(file, 5, length(file) - 8)
	printf "\t{ %d, \"%s\",\n", n, name
}

/\r/ { die("carriage return (expected plain line ends)") }
{ print "\t  " c_string($0) }

END {
	if (failed)
		exit 1
	if (n)
		print "\t},"
	print "\t{ 0 },\n};\n"
	printf "const int migration_count = %d;\n", n
}
