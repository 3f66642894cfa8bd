# The text block of sql/README.md on one line, each run of blanks as one.
/^```text/ {
	inside = 1
	next
}
/^```/ {
	inside = 0
}
inside {
	$1 = $1
	printf "%s%s", between, $0
	between = " "
}
