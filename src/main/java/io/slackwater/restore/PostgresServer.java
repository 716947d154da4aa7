package io.slackwater.restore;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.ExecCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server of a workload as the target of a restore: its container, and how to sign in there. */
record PostgresServer(Workload workload) {

    Container container() {
        return workload.container();
    }

    String user() {
        return workload.signIn().user().orElse(container().environment().getOrDefault("POSTGRES_USER", "postgres"));
    }

    /** psql that stops at the first error and reads its script from stdin. */
    ExecCommand psql(String database) {
        return command(List.of("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"), database);
    }

    ExecCommand command(List<String> argv, String database) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PGUSER", user());
        environment.put("PGDATABASE", database);
        environment.put("PGAPPNAME", "slackwater-restore");
        // Of our own scripts and of the answers; a dump says what it is written in.
        environment.put("PGCLIENTENCODING", "UTF8");
        workload.signIn().password().map(Credentials.Secret::reveal).ifPresent(p -> environment.put("PGPASSWORD", p));
        return new ExecCommand(argv, environment, "");
    }
}
