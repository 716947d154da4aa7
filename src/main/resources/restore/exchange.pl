# Exchanges the entries of a live directory with restored ones beside them, by renaming. Every step finds the present
# state itself, so that a step that was killed can be repeated or undone.
#
#   perl exchange.pl MODE LIVE NAME [ARGUMENTS]
#
#   look    prints device and inode of LIVE, "filled" or "empty", its free bytes, and a line for each mount inside it
#   begin   makes LIVE/NAME/incoming/BASE for the restored data; BASE is the argument
#   ready   completes the restored data: LIVE/NAME/new. The arguments are BASE, and "except" with regular expressions of
#           entries that stay in place, for /PATH, or "only" with the paths to exchange
#   apply   exchanges, after it has written the list of the entries
#   back    undoes apply
#   state   prints "none", "prepared", "mixed" or "applied"
#
# LIVE/NAME has the restored data in "new" and the old ones in "old". An entry of "list" is a letter and a path: b exists
# in both, l only in the live data, n only in the restored ones, x stays in place below an entry that is exchanged.
use strict;
use warnings;
use IO::Handle;

my ($mode, $live, $name, @arguments) = @ARGV;
my $beside = "$live/$name";
my ($new, $old, $list, $scope) = map { "$beside/$_" } qw(new old list scope);

sub fail { print STDERR "@_\n"; exit 1 }
sub there { return defined((lstat $_[0])[0]) }
sub directory { my @found = lstat $_[0]; return @found && -d _ }

sub move {
    my ($from, $to) = @_;
    fail("$to exists already, so $from cannot be moved there") if there($to);
    rename $from, $to or fail("cannot rename $from to $to: $!");
}

# The names in a directory, without the data beside live ones.
sub names {
    my ($directory) = @_;
    opendir my $open, $directory or fail("cannot list $directory: $!");
    my @names = sort grep { $_ ne '.' && $_ ne '..' } readdir $open;
    return $directory eq $live || $directory eq $new ? grep { !/\A\.slackwater-/ } @names : @names;
}

sub records {
    my ($file) = @_;
    open my $in, '<', $file or fail("cannot read $file: $!");
    local $/;
    return map { [split / /, $_, 2] } split /\0/, <$in>;
}

sub record {
    my ($file, @records) = @_;
    open my $out, '>', "$file.tmp" or fail("cannot write $file: $!");
    print $out map { "$_\0" } @records;
    $out->flush && $out->sync && close $out or fail("cannot write $file: $!");
    rename "$file.tmp", $file or fail("cannot write $file: $!");
}

sub settle { system('sync', '-f', $live) == 0 or fail("cannot write $live to its disk") }

# restic stores nothing else in a directory with this tag (--exclude-caches).
sub tagged {
    my ($directory) = @_;
    return 0 unless -f "$directory/CACHEDIR.TAG" && open my $tag, '<', "$directory/CACHEDIR.TAG";
    read $tag, my $start, 43;
    return ($start // '') eq 'Signature: 8a477f597d28d172789f06886806bc55';
}

my @except;
sub stays {
    my ($directory, $path) = @_;
    return 1 if grep { "/$path" =~ /\A(?:$_)\z/s } @except;
    return tagged($directory) && $path !~ m{(?:\A|/)CACHEDIR\.TAG\z};
}

# The paths below an entry that stay in place.
sub staying {
    my @open = @_;
    my @found;
    while (defined(my $path = pop @open)) {
        my @inside = names("$live/$path");
        my $tagged = @inside && tagged("$live/$path");
        for my $inside (map { "$path/$_" } @inside) {
            if ((grep { "/$inside" =~ /\A(?:$_)\z/s } @except) || $tagged && $inside !~ m{/CACHEDIR\.TAG\z}) {
                push @found, $inside;
            } elsif (directory("$live/$inside")) {
                push @open, $inside;
            }
        }
    }
    return sort @found;
}

# Makes the missing parents of a path, with owner and mode of those in another directory. A link is no parent.
sub parents {
    my ($root, $path, $like) = @_;
    my @names = split m{/}, $path;
    pop @names;
    my $at = '';
    for my $part (@names) {
        $at .= "/$part";
        if (!there("$root$at")) {
            my @like = lstat "$like$at";
            mkdir "$root$at", 0700 or fail("cannot make $root$at: $!");
            if (@like) {
                chown $like[4], $like[5], "$root$at" or fail("cannot change the owner of $root$at: $!");
                chmod $like[2] & 07777, "$root$at" or fail("cannot change the mode of $root$at: $!");
            }
        } elsif (!directory("$root$at")) {
            fail("$root$at is no directory, but it has data that stay in place");
        }
    }
}

# Whether all parents of a path are directories.
sub reaches {
    my ($root, $path) = @_;
    my @names = split m{/}, $path;
    pop @names;
    my $at = $root;
    for my $part (@names) { $at .= "/$part"; return 0 unless directory($at) }
    return 1;
}

sub attributes {
    my ($owner, $group, $permissions) = @_;
    chown $owner, $group, $live or fail("cannot change the owner of $live: $!");
    chmod $permissions, $live or fail("cannot change the mode of $live: $!");
}

sub listed {
    my @root = lstat $live;
    my @records = ("r $root[4] $root[5] " . ($root[2] & 07777));
    my ($how, @scope) = map { $_->[1] } records($scope);
    if ($how eq 'only') {
        for my $path (@scope) {
            my $lives = reaches($live, $path) && there("$live/$path");
            my $restored = reaches($new, $path) && there("$new/$path");
            push @records, ($lives ? $restored ? 'b' : 'l' : 'n') . " $path" if $lives || $restored;
        }
        return @records;
    }
    @except = @scope;
    push @records, map { "p $_" } @except;
    my %live = map { $_ => 1 } names($live);
    my @staying;
    for my $path (sort keys %live) {
        next if stays($live, $path);
        if (directory("$live/$path")) {
            fail("$live/$path is another file system") if (lstat "$live/$path")[0] != $root[0];
            push @staying, staying($path);
        }
        push @records, (there("$new/$path") ? 'b' : 'l') . " $path";
    }
    push @records, map { "n $_" } grep { !$live{$_} } names($new);
    return @records, map { "x $_" } @staying;
}

# Whether the whole directory is exchanged, not only some paths.
sub whole { return (records($scope))[0]->[1] eq 'except' }

# Returns the list: attributes of the root, entries, and what stays in place.
sub found {
    my (@root, @entries, @stay);
    for (records($list)) {
        my ($letter, $path) = @$_;
        if ($letter eq 'r') { @root = split / /, $path }
        elsif ($letter eq 'p') { push @except, $path }
        elsif ($letter eq 'x') { push @stay, $path }
        else { push @entries, [$letter, $path] }
    }
    return (\@root, \@entries, \@stay);
}

sub done {
    my ($entry) = @_;
    my ($letter, $path) = @$entry;
    return ($letter eq 'l' || !there("$new/$path")) && ($letter eq 'n' || there("$old/$path"));
}

sub begun {
    my ($entry) = @_;
    my ($letter, $path) = @$entry;
    return $letter eq 'n' ? !there("$new/$path") : there("$old/$path");
}

sub state {
    return -d $new ? 'prepared' : 'none' unless there($list);
    my (undef, $entries, $stay) = found();
    return 'mixed' if grep { !done($_) } @$entries;
    return (grep { there("$old/$_") } @$stay) ? 'mixed' : 'applied';
}

# Moves an entry of the live data to a name that is free.
sub aside {
    my ($path) = @_;
    my $number = 1;
    $number++ while there("$beside/strange-$number");
    move("$live/$path", "$beside/strange-$number");
}

sub apply {
    directory($new) or fail("there are no restored data in $beside");
    record($list, listed()) unless there($list);
    my (undef, $entries, $stay) = found();
    there($old) || mkdir $old, 0700 or fail("cannot make $old: $!");
    for (@$entries) {
        my ($letter, $path) = @$_;
        if ($letter ne 'n' && !there("$old/$path") && there("$live/$path")) {
            parents($old, $path, $live);
            move("$live/$path", "$old/$path");
        }
        if ($letter ne 'l' && there("$new/$path")) {
            parents($live, $path, $new);
            move("$new/$path", "$live/$path");
        }
    }
    for my $path (@$stay) {
        next unless there("$old/$path");
        parents($live, $path, $old);
        aside($path) if there("$live/$path");
        move("$old/$path", "$live/$path");
    }
    my @root = lstat $new;
    attributes($root[4], $root[5], $root[2] & 07777) if whole();
    settle();
}

# Moves an entry that is not part of the old data to the restored ones.
sub away {
    my ($path) = @_;
    return aside($path) if there("$new/$path");
    parents($new, $path, $live);
    move("$live/$path", "$new/$path");
}

sub back {
    return unless there($list);
    my ($root, $entries, $stay) = found();
    if (grep { begun($_) } @$entries) {
        attributes(@$root) if whole();
        my %known = map { $_->[1] => 1 } @$entries;
        # What the service wrote between the exchange and its undo.
        my @strange = !whole() ? () : grep { !$known{$_} && !stays($live, $_) } names($live);
        for my $path (reverse @$stay) {
            next unless reaches($old, $path) && !there("$old/$path") && reaches($live, $path) && there("$live/$path");
            move("$live/$path", "$old/$path");
        }
        away($_) for @strange;
        for (reverse @$entries) {
            my ($letter, $path) = @$_;
            if ($letter eq 'n') {
                away($path) if !there("$new/$path") && there("$live/$path");
            } elsif (there("$old/$path")) {
                away($path) if there("$live/$path");
                parents($live, $path, $old);
                move("$old/$path", "$live/$path");
            }
        }
        settle();
    }
    unlink $list or fail("cannot remove $list: $!");
    settle();
}

sub look {
    my @root = lstat $live;
    @root or fail("cannot look at $live: $!");
    print "$root[0]:$root[1]\n", (names($live) ? 'filled' : 'empty'), "\n";
    open my $df, '-|', 'df', '-Pk', $live or fail("df cannot run: $!");
    my $last = (<$df>)[-1] // '';
    print $last =~ /^.*?\s+\d+\s+\d+\s+(\d+)\s+\d+%/ ? $1 * 1024 : '', "\n";
    open my $mounts, '<', '/proc/self/mountinfo' or fail("cannot read the mounts: $!");
    for (<$mounts>) {
        my $point = (split / /)[4];
        print substr($point, length "$live/"), "\n" if index($point, "$live/") == 0;
    }
}

sub begin {
    my ($base) = @arguments;
    my @root = lstat $live;
    mkdir $beside, 0700 or fail("cannot make $beside: $!");
    mkdir "$beside/incoming", 0700 or fail("cannot make $beside/incoming: $!");
    my $target = "$beside/incoming/$base";
    mkdir $target, 0700 or fail("cannot make $target: $!");
    chown $root[4], $root[5], $target or fail("cannot change the owner of $target: $!");
    chmod $root[2] & 07777, $target or fail("cannot change the mode of $target: $!");
}

sub ready {
    my ($base, @scope) = @arguments;
    record($scope, map { "s $_" } @scope);
    move("$beside/incoming/$base", $new);
    settle();
}

my %modes = (
    look  => \&look,
    begin => \&begin,
    ready => \&ready,
    apply => \&apply,
    back  => \&back,
    state => sub { print state(), "\n" },
);
$modes{$mode}->();
