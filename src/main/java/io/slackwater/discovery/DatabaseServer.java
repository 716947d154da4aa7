package io.slackwater.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database server that the environment of a container names. Never holds a user's name or a password. Immutable.
 *
 * @param variable the variable that names it
 * @param host a name or an address, in lower case
 * @param port the port of the server, or the usual one of its product
 */
public record DatabaseServer(String variable, String host, int port) {

    /** Names that services give to the URL of their database: {@code DATABASE_URL}, {@code PGVECTOR_DB_URL}, {@code MONGO_URI}. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?:.*_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB)_(?:URL|URI|DSN)");

    /** Open WebUI and others take the parts of the URL one by one, when the type names a server. */
    private static final String TYPE = "DATABASE_TYPE";

    private static final String HOST = "DATABASE_HOST";
    private static final String PORT = "DATABASE_PORT";

    /** Schemes of database servers with their ports. A file of SQLite has none. */
    private static final Map<String, Integer> PORTS = Map.of(
            "postgres", 5432,
            "postgresql", 5432,
            "mysql", 3306,
            "mariadb", 3306,
            "mongodb", 27017,
            "mssql", 1433,
            "sqlserver", 1433);

    private static final Pattern URL =
            Pattern.compile("(?:jdbc:)?([A-Za-z]+)(?:\\+[A-Za-z0-9_+-]+)?://([^?]*)(?:\\?(.*))?", Pattern.DOTALL);
    private static final Pattern ONE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern HOST_PARAMETER = Pattern.compile("(?:^|&)host=([^&]*)");

    /** The servers that these variables name, one each; a socket or a file names none. */
    public static List<DatabaseServer> namedIn(Map<String, String> environment) {
        List<DatabaseServer> servers = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (VARIABLE.matcher(name).matches()) {
                byUrl(name, value.strip(), servers);
            }
        });
        Optional.ofNullable(PORTS.get(scheme(environment.getOrDefault(TYPE, ""))))
                .ifPresent(usual -> add(
                        HOST,
                        environment.getOrDefault(HOST, "") + ":" + environment.getOrDefault(PORT, ""),
                        usual,
                        servers));
        return servers;
    }

    private static void byUrl(String variable, String url, List<DatabaseServer> servers) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return;
        }
        Integer usual = PORTS.get(scheme(parts.group(1)));
        if (usual == null) {
            return;
        }
        // Everything up to the last @ may be a password, whatever it holds.
        String rest = parts.group(2).substring(parts.group(2).lastIndexOf('@') + 1);
        String hosts = rest.split("[/#]", 2)[0];
        String named = hosts.isEmpty() ? parameter(parts.group(3)) : hosts;
        for (String one : named.split(",")) {
            add(variable, one, usual, servers);
        }
    }

    private static String parameter(@Nullable String query) {
        Matcher host = HOST_PARAMETER.matcher(query == null ? "" : query);
        return host.find() ? host.group(1) : "";
    }

    private static String scheme(String type) {
        return type.strip().toLowerCase(Locale.ROOT).split("\\+", 2)[0];
    }

    private static void add(String variable, String address, int usual, List<DatabaseServer> servers) {
        Matcher one = ONE.matcher(address.endsWith(":") ? address.substring(0, address.length() - 1) : address);
        if (one.matches()) {
            String host = one.group(1).toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
            servers.add(
                    new DatabaseServer(variable, host, one.group(2) == null ? usual : Integer.parseInt(one.group(2))));
        }
    }
}
