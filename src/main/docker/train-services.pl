#!/usr/bin/perl
# The Docker daemon and the Backrest of train.sh: two protected servers, protected files and an unprotected server, no events, an empty
# Backrest. Perl is in Debian's base image.
#
#   train-services.pl SOCKET PORT STACK
use strict;
use warnings;
use IO::Socket::INET;
use IO::Socket::UNIX;

$SIG{CHLD} = 'IGNORE';

# Names of the containers, with image, port, data directory and labels.
my %containers = (
    db => ['postgres:17', 5432, '/var/lib/postgresql/data', ',"slackwater.enable":"true"'],
    redis => ['redis:7', 6379, '/data', ',"slackwater.enable":"true"'],
    # Nothing pauses this container.
    files => ['debian:trixie', 9, '/srv/files', ',"slackwater.enable":"true","slackwater.method":"hot"'],
    web => ['nginx:1', 80, '/srv', ''],
);
# The helper container has mounted this directory, as Slackwater has.
my ($device, $inode) = stat "$ARGV[2]/files";
# What the programs in the containers print.
my %prints = (
    stat => "/probe/0 $device $inode\n",
    psql => '{"version":"17.2","superuser":true,"directories":["/var/lib/postgresql/data"],'
        . '"databases":[{"name":"app","connectable":true,"broken":false,"comment":"","identity":"1/16384"}]}',
    'redis-cli' => 'PONG',
);

sub id { substr(unpack('H*', $_[0]) x 64, 0, 64) }
my %names = map { id($_) => $_ } keys %containers;
sub labels { qq({"com.docker.compose.project":"training","com.docker.compose.service":"$_[0]",)
    . qq("com.docker.compose.project.working_dir":"$ARGV[2]","com.docker.compose.project.config_files":"$ARGV[2]/compose.yml")
    . "$containers{$_[0]}[3]}" }
my $listed = '[' . join(',', map {
    my $id = id($_);
    qq({"Id":"$id","Names":["/training-$_-1"],"Image":"$containers{$_}[0]","State":"running","Labels":@{[labels($_)]},"Mounts":[]})
} sort keys %containers) . ']';

sub container {
    my ($name) = @_;
    my ($image, $port, $directory) = @{$containers{$name}};
    my $id = id($name);
    my $labels = labels($name);
    my $mount = $name eq 'files'
        ? qq("Type":"bind","Source":"$ARGV[2]/files")
        : qq("Type":"volume","Name":"training_$name","Source":"/var/lib/docker/volumes/training_$name/_data","Driver":"local");
    return <<"JSON";
{"Id":"$id","Name":"/training-$name-1","Image":"sha256:$id","Path":"$name","Args":[],
"State":{"Status":"running","Running":true,"Pid":1,"StartedAt":"2026-01-01T00:00:00.1Z","Health":{"Status":"healthy"}},
"Config":{"Hostname":"$name","Image":"$image","Env":["POSTGRES_USER=app"],"Cmd":["$name"],
"ExposedPorts":{"$port/tcp":{}},"Labels":$labels,"WorkingDir":"/"},
"HostConfig":{"RestartPolicy":{"Name":"no"},"PortBindings":{"$port/tcp":[{"HostIp":"127.0.0.1","HostPort":"$port"}]},"ExtraHosts":[]},
"Mounts":[{$mount,"Destination":"$directory","RW":true}],
"NetworkSettings":{"Networks":{"training_default":{"Aliases":["$name"],"IPAddress":"172.30.0.2"}}}}
JSON
}

# Status and body of Docker's answer.
sub docker {
    my ($path, $query, $body) = @_;
    return ('200 OK', 'OK') if $path eq '/_ping';
    return ('200 OK', '{"DockerRootDir":"/var/lib/docker"}') if $path eq '/info';
    return ('200 OK', '{"Volumes":[]}') if $path eq '/volumes';
    return ('200 OK', $query =~ /helper/ ? '[]' : $listed) if $path eq '/containers/json';
    return ('200 OK', container($names{$1})) if $path =~ m{^/containers/([0-9a-f]+)/json$} && $names{$1};
    # A helper container is created, started and removed.
    return ('201 Created', qq({"Id":"@{[id('helper')]}","Warnings":[]})) if $path eq '/containers/create';
    return ('204 No Content', '') if $path =~ m{^/containers/[^/]+(/start)?$};
    # The id of a command is its program. The container with the files has no program.
    if ($path =~ m{^/containers/([^/]+)/exec$}) {
        my $has = ($names{$1} // '') ne 'files';
        return ('201 Created', qq({"Id":"@{[$has ? $1 : 'none']}"})) if $body =~ /"Cmd":\["([a-z_-]+)"/;
    }
    return ('200 OK', qq({"ID":"$1","Running":false,"ExitCode":@{[$prints{$1} ? 0 : 127]},"Pid":7})) if $path =~ m{^/exec/([^/]+)/json$};
    return ('404 Not Found', '{"message":"not part of the training"}');
}

# Serves each connection of the listener in a process of its own: answer(path, query, headers, body, connection).
sub serve {
    my ($server, $answer) = @_;
    while (my $client = $server->accept) {
        next if fork;
        my ($path, $query) = (scalar(<$client>) // '') =~ m{^\S+ ([^? ]+)\??(\S*)} or exit;
        my ($headers, $body) = ('', '');
        while (my $line = <$client>) { last if $line =~ /^\r?$/; $headers .= $line }
        read $client, $body, $1 if $headers =~ /^Content-Length: (\d+)/mi;
        $answer->($path, $query, $headers, $body, $client);
        $client->flush;
        exit;
    }
}

if (!fork) {
    # A Backrest that was never used. Its stream of events stays open.
    serve(IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[1], Listen => 16, ReuseAddr => 1) || die("port $ARGV[1]: $!"), sub {
        my ($path, undef, $headers, undef, $client) = @_;
        my ($status, $body) = $path =~ /Login$/ ? ('200 OK', '{"token":"training"}')
            : $headers !~ /^Authorization:/mi ? ('401 Unauthorized', '{}')
            : ('200 OK', '{}');
        sleep 600 if $path =~ /Events$/;
        print $client "HTTP/1.1 $status\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ", length $body, "\r\n\r\n", $body;
    });
    exit;
}
serve(IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 16) || die("$ARGV[0]: $!"), sub {
    my ($path, $query, undef, $body, $client) = @_;
    if ($path =~ m{^/exec/([^/]+)/start$}) {
        my $output = $prints{$1} // '';
        print $client "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", pack('CxxxN', 1, length $output), $output;
        return;
    }
    my ($status, $answer) = $path eq '/events' ? ('200 OK', '') : docker($path, $query, $body);
    print $client "HTTP/1.0 $status\r\nContent-Type: application/json\r\n\r\n", $answer;
    $client->flush;
    sleep 600 if $path eq '/events';
});
