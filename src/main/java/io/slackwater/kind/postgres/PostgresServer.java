package io.slackwater.kind.postgres;

import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A workload's PostgreSQL server as the target of a restore. Runs the programs of its container. */
record PostgresServer(Docker docker, Workload workload) {

    private static final String APPLICATION = "slackwater-restore";

    String name() {
        return workload.container().name();
    }

    /** A command that signs in to a database. */
    ExecCommand command(List<String> argv, String database) {
        return client().command(APPLICATION, database, argv);
    }

    private PostgresClient client() {
        return new PostgresClient(workload.signIn());
    }

    /** Runs a script with psql until its first error, and returns the output. Both are {@link UndecodedText}. */
    String script(String database, String script, String what) throws RestoreException, InterruptedException {
        return feed().run(
                        client().psql(APPLICATION, database),
                        sink -> sink.write(UndecodedText.bytes(script)),
                        PostgresServer::undecoded,
                        what);
    }

    /** Runs one of Slackwater's own queries and returns its decoded output. */
    String ask(String sql, String what) throws RestoreException, InterruptedException {
        return ask("postgres", sql, what);
    }

    /** Runs one of Slackwater's own queries in this database and returns its decoded output. */
    String ask(String database, String sql, String what) throws RestoreException, InterruptedException {
        return UndecodedText.readable(script(database, UndecodedText.of(sql), what));
    }

    ServerGlobals globals() throws RestoreException, InterruptedException {
        return ServerGlobals.of(script("postgres", ServerGlobals.QUERY, "listing the roles"));
    }

    static String undecoded(InputStream stdout) throws IOException {
        return new String(stdout.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    ExecFeed feed() {
        return new ExecFeed(command -> docker.open(workload.container().id(), command, true));
    }
}
