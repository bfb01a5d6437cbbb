# Reads C files and prints the #include lines that break the arrows between
# rooms. A room may always include itself; "gen" headers belong to the store.

function room_of(path) {
	if (path ~ /^schema\//) {
		split(path, p, "/")
		return "schema/" p[2]
	}
	if (path ~ /^reports\/maps\//)
		return "reports/maps"
	sub(/\/.*/, "", path)
	return path
}

BEGIN {
	may["base"] = "base"
	may["schema/model"] = "base schema/model"
	may["schema/identity"] = "base schema/model schema/identity"
	may["schema/store"] = "base schema/model schema/identity schema/store"
	may["collectors"] = "base schema/model collectors"
	may["analyzer"] = "base schema/model analyzer"
	may["reports"] = "base schema/model analyzer reports reports/maps"
	may["reports/maps"] = may["reports"]
	may["cli"] = "base schema/model schema/identity schema/store" \
		" collectors analyzer reports reports/maps cli"
	# Foreign libraries, by the start of the header's name.
	library["unicode/"] = "base cli"
	library["sqlite3"] = "schema/store"
	library["libxml/"] = "collectors cli"
	library["zip.h"] = "collectors cli"
	library["zlib.h"] = "collectors cli"
	library["seccomp.h"] = "collectors reports/maps cli"
	library["linux/"] = "collectors reports/maps"
	library["openssl/"] = "collectors cli"
	library["jansson.h"] = "collectors cli"
	library["xmlsec/"] = "collectors cli"
	library["libpsl.h"] = "collectors cli"
	library["graphviz/"] = "reports/maps"
	library["cgraph.h"] = "reports/maps"
	library["gvc.h"] = "reports/maps"
	# What does I/O or asks the clock or the locale.
	world = "^(stdio|unistd|fcntl|time|locale|dirent|signal|sys/.*|errno)\\.h$"
}

function allowed(list, name) {
	return index(" " list " ", " " name " ") > 0
}

function breach(why) {
	printf "%s:%d: %s (%s)\n", FILENAME, FNR, $2, why
}

/^[ \t]*#[ \t]*include/ {
	room = room_of(FILENAME)
	name = $0
	sub(/^[^"<]*["<]/, "", name)
	sub(/[">].*$/, "", name)
	if ($0 ~ /"/) {
		target = name ~ /\// ? room_of(name) : "schema/store"
		if (!allowed(may[room], target))
			breach(room " may not know " target)
		next
	}
	if (room == "analyzer" && name ~ world)
		breach("analyzer is pure")
	for (start in library) {
		if (index(name, start) != 1)
			continue
		if (!allowed(library[start], room))
			breach(start " belongs to " library[start])
	}
}
