package io.slackwater.kind.postgres;

import io.slackwater.kind.Exchange;
import io.slackwater.kind.RestoreException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A database and the one beside it, exchanged by renaming both in one transaction. The restored database is found by its
 * identity, the system identifier and oid, because its name changes. Sessions in both are ended first: PostgreSQL renames
 * no database with a session.
 *
 * @param live the name that the service uses
 * @param identity of the restored database; empty when it was never created
 */
record DatabaseExchange(PostgresServer server, String live, String beside, String identity) implements Exchange {

    private static final String MARK = "_slackwater_";

    /** The names of databases beside live ones. Discovery reports such a database and never backs it up. */
    private static final Pattern BESIDE = Pattern.compile(".*" + MARK + "[0-9a-f]{8}", Pattern.DOTALL);

    /** Makes the name of the database beside a live one: the live name, cut where needed, and the restore's id. */
    static String beside(String live, String restore) {
        String suffix = MARK + restore.replace("-", "").substring(0, 8);
        String cut = live;
        while (cut.getBytes(StandardCharsets.UTF_8).length + suffix.length() > PostgresKind.LONGEST_NAME) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + suffix;
    }

    /** Whether a restore in place gave the database this name. */
    static boolean isBeside(String name) {
        return BESIDE.matcher(name).matches();
    }

    @Override
    public boolean applied() throws RestoreException, InterruptedException {
        return !identity.isEmpty() && identityOf(live).equals(identity);
    }

    @Override
    public void apply() throws RestoreException, InterruptedException {
        if (applied()) {
            return;
        }
        if (identity.isEmpty() || !identityOf(beside).equals(identity)) {
            throw new RestoreException("the restored database " + beside + " is no longer in " + server.name());
        }
        exchange("exchanging database " + live + " with the restored one");
    }

    @Override
    public void rollBack() throws RestoreException, InterruptedException {
        if (applied()) {
            exchange("bringing the old database " + live + " back");
        }
        if (!identityOf(live).isEmpty()) {
            open(live);
        }
    }

    @Override
    public void removeBeside() throws RestoreException, InterruptedException {
        if (!identityOf(beside).isEmpty()) {
            ask(
                    "ALTER DATABASE " + quoted(beside) + " IS_TEMPLATE false;\n" + "DROP DATABASE IF EXISTS "
                            + quoted(beside) + " WITH (FORCE);\n",
                    "removing database " + beside);
        }
    }

    /** Lets all users connect who may do so by their rights. */
    private void open(String database) throws RestoreException, InterruptedException {
        ask(
                "ALTER DATABASE " + quoted(database) + " ALLOW_CONNECTIONS true;\n",
                "allowing connections to database " + database);
    }

    /** Renames both databases, also when one of them does not exist. Refuses sessions in both meanwhile. */
    private void exchange(String what) throws RestoreException, InterruptedException {
        boolean liveExists = !identityOf(live).isEmpty();
        boolean besideExists = !identityOf(beside).isEmpty();
        String third = beside("exchange", identity.isEmpty() ? "00000000" : "%08x".formatted(identity.hashCode()));
        StringBuilder script = new StringBuilder();
        if (liveExists) {
            script.append(closed(live));
        }
        if (besideExists) {
            script.append(closed(beside));
        }
        script.append("BEGIN;\n");
        script.append(liveExists ? renamed(live, third) : "");
        script.append(besideExists ? renamed(beside, live) : "");
        script.append(liveExists ? renamed(third, beside) : "");
        script.append(besideExists ? "ALTER DATABASE " + quoted(live) + " ALLOW_CONNECTIONS true;\n" : "");
        script.append("COMMIT;\n");
        ask(script.toString(), what);
    }

    private static String closed(String database) {
        return "ALTER DATABASE " + quoted(database) + " ALLOW_CONNECTIONS false;\n"
                // The rename waits up to five seconds for their end (CountOtherDBBackends of PostgreSQL).
                + "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                + DatabaseDefinition.literal(database) + ";\n";
    }

    private static String renamed(String from, String to) {
        return "ALTER DATABASE " + quoted(from) + " RENAME TO " + quoted(to) + ";\n";
    }

    private static String quoted(String name) {
        return DatabaseDefinition.quote(name);
    }

    private String identityOf(String name) throws RestoreException, InterruptedException {
        return ask(
                        "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = "
                                + DatabaseDefinition.literal(name) + ";\n",
                        "looking for database " + name)
                .strip();
    }

    /** Asks in another database, because no database is renamed from within itself. */
    private String ask(String sql, String what) throws RestoreException, InterruptedException {
        return server.ask(live.equals("postgres") ? "template1" : "postgres", sql, what);
    }
}
