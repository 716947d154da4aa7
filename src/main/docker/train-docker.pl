#!/usr/bin/perl
# The Docker daemon of train.sh: one unprotected container, no events. Perl is in Debian's base image.
#
#   train-docker.pl SOCKET
use strict;
use warnings;
use IO::Socket::UNIX;

$SIG{CHLD} = 'IGNORE';
my $id = 'a' x 64;
my $labels = '{"com.docker.compose.project":"training","com.docker.compose.service":"db"}';
my $container = <<"JSON";
{"Id":"$id","Name":"/training-db-1","Image":"sha256:$id","Path":"postgres","Args":[],
"State":{"Status":"running","Running":true,"Pid":1,"StartedAt":"2026-01-01T00:00:00.1Z","Health":{"Status":"healthy"}},
"Config":{"Hostname":"db","Image":"postgres:17","Env":["PGDATA=/var/lib/postgresql/data"],"Cmd":["postgres"],
"ExposedPorts":{"5432/tcp":{}},"Labels":$labels,"WorkingDir":"/"},
"HostConfig":{"RestartPolicy":{"Name":"no"},"PortBindings":{"5432/tcp":[{"HostIp":"127.0.0.1","HostPort":"5432"}]},"ExtraHosts":[]},
"Mounts":[{"Type":"volume","Name":"training_db","Source":"/var/lib/docker/volumes/training_db/_data","Destination":"/var/lib/postgresql/data","Driver":"local","RW":true}],
"NetworkSettings":{"Networks":{"training_default":{"Aliases":["db"],"IPAddress":"172.30.0.2"}}}}
JSON
my $listed = qq([{"Id":"$id","Names":["/training-db-1"],"Image":"postgres:17","State":"running","Labels":$labels,"Mounts":[]}]);

my $server = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 16) or die "$ARGV[0]: $!";
while (my $client = $server->accept) {
    next if fork;
    my ($path, $query) = (scalar <$client>) =~ m{^\S+ ([^? ]+)\??(\S*)};
    while (my $line = <$client>) { last if $line =~ /^\r?$/ }
    my $answer = $path eq '/_ping' ? 'OK'
        : $path eq '/info' ? '{"DockerRootDir":"/var/lib/docker"}'
        : $path eq '/volumes' ? '{"Volumes":[]}'
        : $path eq '/containers/json' ? ($query =~ /helper/ ? '[]' : $listed)
        : $path =~ m{^/containers/[^/]+/json$} ? $container
        : undef;
    my $status = defined $answer || $path eq '/events' ? '200 OK' : '404 Not Found';
    print $client "HTTP/1.0 $status\r\nContent-Type: application/json\r\n\r\n", $answer // '';
    $client->flush;
    sleep 600 if $path eq '/events';
    exit;
}
