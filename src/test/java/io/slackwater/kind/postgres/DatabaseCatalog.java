package io.slackwater.kind.postgres;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The databases of a stand-in for a server, by name. Executes the few statements of an exchange, each transaction whole or
 * not at all. {@code InPlaceRestoreIT} exchanges databases of a real server.
 */
final class DatabaseCatalog {

    private static final Pattern RENAME = Pattern.compile("ALTER DATABASE \"(.*)\" RENAME TO \"(.*)\"");
    private static final Pattern ALLOW = Pattern.compile("ALTER DATABASE \"(.*)\" ALLOW_CONNECTIONS (true|false)");
    private static final Pattern DROP = Pattern.compile("DROP DATABASE IF EXISTS \"(.*)\" WITH \\(FORCE\\)");
    private static final Pattern LOOK = Pattern.compile("(?s)SELECT system_identifier .*datname =\\s+'(.*)'");

    /** The oid of each database. */
    final Map<String, Integer> databases = new TreeMap<>();

    final Set<String> closed = new TreeSet<>();
    final List<String> askedIn = new ArrayList<>();
    private final String forecast;
    /** Whether the next transaction fails, as when a session does not end. */
    boolean busy;

    /** @param forecast the answer about a database's state */
    DatabaseCatalog(String forecast) {
        this.forecast = forecast;
    }

    ExecResult psql(ExecCommand command, String script) {
        askedIn.add(String.valueOf(command.environment().get("PGDATABASE")));
        if (script.contains("json_build_object")) {
            return ok(forecast);
        }
        if (script.contains("BEGIN;") && busy) {
            busy = false;
            script.lines().takeWhile(line -> !line.equals("BEGIN;")).forEach(this::execute);
            return new ExecResult(3, "", "ERROR:  database \"app\" is being accessed by other users");
        }
        StringBuilder answer = new StringBuilder();
        for (String line : script.split(";\n")) {
            Matcher look = LOOK.matcher(line);
            if (look.matches() && databases.containsKey(look.group(1))) {
                answer.append("71/").append(databases.get(look.group(1))).append('\n');
            }
            execute(line);
        }
        return ok(answer.toString());
    }

    private void execute(String statement) {
        String line = statement.replace(";", "");
        Matcher rename = RENAME.matcher(line);
        Matcher allow = ALLOW.matcher(line);
        Matcher drop = DROP.matcher(line);
        if (rename.matches()) {
            if (databases.containsKey(rename.group(2))) {
                throw new AssertionError(rename.group(2) + " exists already");
            }
            databases.put(rename.group(2), databases.remove(rename.group(1)));
            if (closed.remove(rename.group(1))) {
                closed.add(rename.group(2));
            }
        } else if (allow.matches()) {
            if (allow.group(2).equals("true")) {
                closed.remove(allow.group(1));
            } else {
                closed.add(allow.group(1));
            }
        } else if (drop.matches()) {
            databases.remove(drop.group(1));
            closed.remove(drop.group(1));
        }
    }

    private static ExecResult ok(String stdout) {
        return new ExecResult(0, stdout, "");
    }
}
