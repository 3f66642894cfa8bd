# Functions that raise an SQLSTATE of ours which the comment right above them does not name.
/^--/ {
	comment = comment $0
	next
}
/^create or replace function/ {
	said = comment
	name = $5
	sub(/\(.*/, "", name)
}
{
	comment = ""
}
name != "" && match($0, /errcode = 'RX[0-9A-Z]+/) {
	state = substr($0, RSTART + 11, RLENGTH - 11)
	if (index(said, state) == 0)
		print name " raises " state
}
/^end \$\$;/ {
	name = ""
}
