package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

/** Small real stacks, labelled as Compose would, for tests that need the whole application. */
final class Stack {

    private Stack() {}

    static String labels(String project, String service) {
        return " --label com.docker.compose.project=" + project + " --label com.docker.compose.service=" + service
                + " --label com.docker.compose.container-number=1 --label com.docker.compose.oneoff=False"
                + " --label slackwater.enable=true --name " + project + "-" + service + "-1 ";
    }

    static void postgres(String project, String service) {
        String name = project + "-" + service + "-1";
        sh("docker run -d" + labels(project, service)
                + " -e POSTGRES_USER=appowner -e POSTGRES_DB=app -e POSTGRES_PASSWORD=secret"
                + " -v " + project + "-" + service + "-data:/var/lib/postgresql/data pgvector/pgvector:pg17");
        // Waits in the container, because a docker exec costs more than all tries. The server of the first start has no
        // TCP port.
        sh(
                "docker exec -e PGPASSWORD=secret " + name
                        + " bash -c 'until psql -U appowner -h 127.0.0.1 -d app -c \"select 1\"; do sleep 0.2; done' >/dev/null 2>&1");
        psql(project, service, "app", """
                create role webapp login password 'web';
                create extension vector;
                create table items (id serial primary key, name text, embedding vector(3));
                insert into items (name, embedding) select 'item ' || i, array[i, i+1, i+2]::vector from generate_series(1, 500) i;
                create index on items using hnsw (embedding vector_l2_ops);
                select lo_from_bytea(424242, 'large object');
                create database "we ird-DB" owner webapp;
                """);
    }

    static String psql(String project, String service, String database, String sql) {
        return sh("docker exec -i -e PGDATABASE='" + database + "' " + project + "-" + service
                + "-1 psql -X -q -A -t -v ON_ERROR_STOP=1 -U appowner <<'SQL'\n" + sql + "\nSQL");
    }

    /** A server ends all sessions when a signal kills one of its processes. Slackwater must never cause that. */
    static void assertNeverCrashed(String project, String service) {
        assertThat(sh("docker logs " + project + "-" + service
                        + "-1 2>&1 | grep -E 'was terminated by signal|terminating any other active' || true"))
                .isEmpty();
    }

    static void redis(String project, String service) {
        String name = project + "-" + service + "-1";
        sh(
                "docker run -d" + labels(project, service) + " -v " + project + "-" + service
                        + "-data:/data redis:8 redis-server --requirepass secret --appendonly yes --repl-diskless-sync-delay 0");
        String cli = "docker exec -e REDISCLI_AUTH=secret " + name + " redis-cli ";
        sh("docker exec -e REDISCLI_AUTH=secret " + name
                + " bash -c 'until redis-cli ping | grep -q PONG; do sleep 0.1; done' >/dev/null 2>&1");
        sh("for i in $(seq 1 1000); do echo \"set key:$i value-$i\"; done | docker exec -i -e REDISCLI_AUTH=secret "
                + name + " redis-cli >/dev/null; " + cli + "set 'key with blank' 'value ✓'");
    }

    /** A volume with difficult files. */
    static void volume(String project, String service, String... options) {
        String name = project + "-" + service + "-1";
        sh("docker run -d" + labels(project, service) + String.join(" ", options) + " --init -v " + project + "-"
                + service + "-data:/data debian:trixie-slim sleep infinity");
        sh(
                "docker exec " + name
                        + " bash -c 'cd /data && mkdir -p \"a dir/deep\" empty && echo one > \"a dir/deep/f ile\""
                        + " && echo two > $'\"'\"'new\\nline'\"'\"' && ln -s \"a dir/deep/f ile\" link && chmod 6750 \"a dir/deep/f ile\""
                        + " && chown 1234:5678 \"a dir/deep/f ile\" && head -c 3000000 /dev/urandom > big && echo x > \"[br*ck?t]\"'");
    }

    /** Files that change during the backup: SQLite with a write-ahead log, uploads. */
    static void openWebUi(String project, String service) {
        sh("docker run -d" + labels(project, service) + " --init -e WEBUI_SECRET_KEY=secret -e STANDIN_UPLOAD_EVERY=1"
                + " -v " + project + "-" + service + "-data:/app/backend/data ghcr.io/open-webui/open-webui:main");
        until("docker exec " + project + "-" + service + "-1 bash -c 'ls /app/backend/data/uploads/* >/dev/null"
                + " && test -s /app/backend/data/webui.db'");
    }

    /** A store with one small model. */
    static void ollama(String project, String service) {
        String name = project + "-" + service + "-1";
        sh("docker run -d" + labels(project, service) + " --init -e STANDIN_MODEL_BYTES=2000000 -v " + project + "-"
                + service + "-data:/root/.ollama ollama/ollama:latest");
        until("docker exec " + name + " ollama list");
        sh("docker exec " + name + " ollama pull all-minilm");
    }

    static void remove(String project) {
        sh("docker ps -aq --filter label=com.docker.compose.project=" + project
                + " | xargs -r docker rm -fv >/dev/null;" + " docker volume ls -q | grep \"^" + project
                + "-\" | xargs -r docker volume rm -f >/dev/null || true");
    }
}
