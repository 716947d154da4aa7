package io.slackwater.kind.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.kind.Forecast;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.StoredDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a restore in place of one database would do, and why it would fail. Changes nothing. */
record DatabaseForecast(PostgresServer server, StoredDump dump, String database) {

    /** Longer than a measured exchange of two databases with sessions (0.3 s). */
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern EXTENSION = Pattern.compile("\\d+; \\d+ \\d+ EXTENSION - (\\S+) ");

    private static final Pattern VERSION = Pattern.compile("; +Dumped from database version: (\\d+)");

    /** Its output is one line of JSON. {@code wal} is how much log the server may keep meanwhile. */
    private static final String QUERY = """
            SELECT json_build_object(
              'identity', (SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = name),
              'size', (SELECT pg_database_size(oid) FROM pg_database WHERE datname = name),
              'wal', (SELECT setting::bigint * 1048576 FROM pg_settings s WHERE s.name = 'max_wal_size'),
              'directory', (SELECT setting FROM pg_settings s WHERE s.name = 'data_directory'),
              'version', current_setting('server_version_num')::int / 10000,
              'prepared', (SELECT coalesce(json_agg(gid), '[]') FROM pg_prepared_xacts p WHERE p.database = name),
              'slots', (SELECT coalesce(json_agg(slot_name), '[]') FROM pg_replication_slots r WHERE r.database = name),
              'subscriptions', (SELECT coalesce(json_agg(subname), '[]') FROM pg_subscription, pg_database
                  WHERE subdbid = pg_database.oid AND datname = name),
              'cron', coalesce(current_setting('cron.database_name', true), 'postgres'),
              'available', (SELECT coalesce(json_agg(e.name), '[]') FROM pg_available_extensions e))
            FROM (SELECT %s::text AS name) AS wanted;
            """;

    Forecast read() throws RestoreException, InterruptedException {
        JsonNode live = live();
        String list = server.feed()
                .runOnBeginning(
                        DatabaseEntries.LIST,
                        dump.content(),
                        PostgresServer::undecoded,
                        "reading the contents of snapshot " + dump.snapshot());
        boolean exists = !live.path("identity").isNull();
        long size = Math.max(live.path("size").asLong(), 1);
        return new Forecast(
                exists
                        ? "database %s of workload %s, %d MiB"
                                .formatted(database, server.workload().id(), size >> 20)
                        : "nothing: workload %s has no database %s now"
                                .formatted(server.workload().id(), database),
                exists ? live.path("identity").asText() : "",
                List.of(),
                size + Math.min(size, live.path("wal").asLong()),
                free(live.path("directory").asText()),
                OUTAGE,
                List.of("all sessions in the database end; the applications must connect again"),
                refusals(live, list));
    }

    private JsonNode live() throws RestoreException, InterruptedException {
        String answer = server.ask(
                database.equals("postgres") ? "template1" : "postgres",
                QUERY.formatted(DatabaseDefinition.literal(database)),
                "reading the state of database " + database);
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new RestoreException("psql's answer about database " + database + " is not the expected JSON", e);
        }
    }

    private List<String> refusals(JsonNode live, String list) {
        List<String> refusals = new ArrayList<>();
        refuse(refusals, live.path("prepared"), "has prepared transactions", "commit or roll back each");
        refuse(
                refusals,
                live.path("slots"),
                "has logical replication slots, which would follow the old data",
                "drop them (pg_drop_replication_slot) and create them again after the restore");
        refuse(
                refusals,
                live.path("subscriptions"),
                "has subscriptions, which a dump contains without their connection",
                "drop them and create them again after the restore");
        Set<String> extensions = matches(EXTENSION, list);
        if (extensions.contains("pg_cron")) {
            refusals.add(
                    "the snapshot has the extension pg_cron, which PostgreSQL creates only in database "
                            + live.path("cron").asText()
                            + " (cron.database_name). Restore it beside (--database) without that extension, or with plain pg_restore");
        }
        Set<String> available = new TreeSet<>();
        live.path("available").forEach(one -> available.add(one.asText()));
        extensions.removeAll(available);
        if (!extensions.isEmpty()) {
            refusals.add("the server lacks the extensions " + String.join(", ", extensions)
                    + " of the snapshot. Use an image that has them, or install them");
        }
        int server = live.path("version").asInt();
        matches(VERSION, list).stream()
                .map(Integer::parseInt)
                .filter(dumped -> dumped > server)
                .forEach(dumped -> refusals.add("the snapshot was dumped by PostgreSQL " + dumped
                        + ", but the server is the older version " + server + ". Start an image of version " + dumped));
        return refusals;
    }

    private void refuse(List<String> refusals, JsonNode names, String what, String remedy) {
        if (!names.isEmpty()) {
            List<String> all = new ArrayList<>();
            names.forEach(one -> all.add(one.asText()));
            refusals.add("database %s %s: %s. To restore it in place, %s"
                    .formatted(database, what, String.join(", ", all), remedy));
        }
    }

    private static Set<String> matches(Pattern pattern, String list) {
        return list.lines()
                .map(pattern::matcher)
                .filter(Matcher::lookingAt)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the free bytes at the data directory. Empty if the image has no {@code df}. */
    private Optional<Long> free(String directory) throws RestoreException, InterruptedException {
        try {
            ExecResult df = server.docker()
                    .exec(server.workload().container().id(), ExecCommand.of("df", "-Pk", directory), LIMIT);
            String[] lines = df.stdout().strip().split("\n");
            String[] fields = lines[lines.length - 1].strip().split("\\s+");
            return df.ok() && fields.length >= 4 && fields[3].matches("\\d+")
                    ? Optional.of(Long.parseLong(fields[3]) << 10)
                    : Optional.empty();
        } catch (DockerException e) {
            throw RestoreException.failed("reading the free space at " + directory, e);
        }
    }
}
