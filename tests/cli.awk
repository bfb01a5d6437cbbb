# Plays one tests/cli/NAME.test and writes it again with what happened:
#   awk -v dir=TEMP -v out=PLAYED -f tests/cli.awk NAME.test
# The test passes when both are the same bytes, so a difference is a diff and
# blessing is a copy. A test is a transcript:
#
#   # what it claims
#   @ list.csv          the lines that follow and start with "| " are a file
#   | Applicatie;...
#   $ landschap ...     run by sh in an empty folder
#   > text              a line of stdout
#   ! text              a line of stderr
#   = 3                 exit status, left out when 0
#
# In expected lines {*} stands for any text within a line, and a line {**}
# for any number of lines. Blank lines and # lines are kept where they are.

function regex(s,    r, i, ch) {
	r = "^"
	while ((i = index(s, "{*}")) > 0) {
		r = r quoted(substr(s, 1, i - 1)) ".*"
		s = substr(s, i + 3)
	}
	return r quoted(s) "$"
}

function quoted(s) {
	gsub(/[][\\.*+?(){}|^$\/]/, "\\\\&", s)
	return s
}

function same(want, got) {
	if (index(want, "{*}") == 0)
		return want == got
	return got ~ regex(want)
}

# Writes the lines of file behind `mark`, keeping those placeholders of
# want[1..n] that what came fits.
function settle(mark, file, want, n,    got, m, i, j, k, fits) {
	m = 0
	while ((getline line < file) > 0)
		got[++m] = line
	close(file)
	i = j = 1
	fits = 1
	while (fits && i <= n) {
		if (want[i] == "{**}") {
			if (i == n) {
				print mark " {**}" > out
				j = m + 1
				i++
				continue
			}
			for (k = j; k <= m && !same(want[i + 1], got[k]); k++)
				;
			if (k > m) {
				fits = 0
				continue
			}
			print mark " {**}" > out
			j = k
			i++
			continue
		}
		if (j <= m && same(want[i], got[j])) {
			print (want[i] == "" ? mark : mark " " want[i]) > out
		} else if (j <= m && i < n && (want[i + 1] == "{**}" ||
			   (j < m && same(want[i + 1], got[j + 1])))) {
			# One line changed: what follows can stay.
			print (got[j] == "" ? mark : mark " " got[j]) > out
		} else {
			fits = 0
			continue
		}
		i++
		j++
	}
	for (; j <= m; j++)
		print (got[j] == "" ? mark : mark " " got[j]) > out
}

function play(    rc) {
	if (command == "")
		return
	print command > (dir "/.command")
	close(dir "/.command")
	system("cd '" dir "/home' && sh ../.command >../.stdout 2>../.stderr" \
		" </dev/null; echo $? >../.status")
	settle(">", dir "/.stdout", stdout, nout)
	settle("!", dir "/.stderr", stderr, nerr)
	getline rc < (dir "/.status")
	close(dir "/.status")
	if (rc != 0)
		print "= " rc > out
	command = ""
	nout = nerr = 0
	for (i = 1; i <= nheld; i++)
		print held[i] > out
	nheld = 0
}

function rest() {
	return length($0) > 2 ? substr($0, 3) : ""
}

BEGIN { system("mkdir -p '" dir "/home'") }

/^[$@]/ { play(); if (file != "") close(file); file = "" }
/^\$ / { command = rest(); print > out; next }
/^@ / { file = dir "/home/" rest(); printf "" > file; print > out; next }
/^\|/ { print rest() > file; print > out; next }
/^>/ { stdout[++nout] = rest(); next }
/^!/ { stderr[++nerr] = rest(); next }
/^= / { next }
{
	# Comments and blanks below a command stay below what it printed.
	if (command != "")
		held[++nheld] = $0
	else
		print > out
}
END { play() }
