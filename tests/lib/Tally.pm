package Tally;

# A prove formatter that ends with one plain line, "N passed, N failed", and leaves the counts in
# the file $ENV{TALLY}. A file that dies, plans wrongly or exits non-zero counts as a failure of its
# own. A skipped assertion fails when CI=true: there everything needed is installed.

use strict;
use warnings;
use base 'TAP::Formatter::File';

sub summary {
    my ($self, $aggregate, $interrupted) = @_;
    $self->SUPER::summary($aggregate, $interrupted);

    my ($passed, $failed, $skipped) = (scalar $aggregate->passed, scalar $aggregate->failed, 0);
    for my $parser ($aggregate->parsers) {
        my $skips = scalar $parser->skipped;
        $skips++ if defined $parser->skip_all;
        $skipped += $skips;
        $passed -= scalar $parser->skipped;
        my $broken = ($parser->parse_errors || $parser->exit || $parser->wait) && !$parser->failed;
        $failed++ if $broken;
    }
    $failed++ if $interrupted;
    if ($skipped && ($ENV{CI} // '') eq 'true') {
        print "$skipped skipped; here a skipped test is a failure\n";
        $failed += $skipped;
        $skipped = 0;
    }
    $failed++ if !$passed && !$failed;    # nothing ran: that is no success
    open my $tally, '>', $ENV{TALLY} or die "$ENV{TALLY}: $!";
    print {$tally} "$passed passed, $failed failed" . ($skipped ? ", $skipped skipped" : '') . "\n";
    close $tally or die "$ENV{TALLY}: $!";
}

1;
