package io.slackwater.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Some services take the parts of the URL one by one, when the type names a server. */
    private static final String TYPE = "DATABASE_TYPE";

    private static final String HOST = "DATABASE_HOST";
    private static final String PORT = "DATABASE_PORT";

    private static final Pattern URL =
            Pattern.compile("(?:jdbc:)?([A-Za-z]+)(?:\\+[A-Za-z0-9_+-]+)?://([^?]*)(?:\\?(.*))?", Pattern.DOTALL);
    private static final Pattern ONE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern HOST_PARAMETER = Pattern.compile("(?:^|&)host=([^&]*)");

    /**
     * The servers that these variables name, one each; a socket or a file names none.
     *
     * @param ports the URL schemes of database servers, with their usual ports
     */
    public static List<DatabaseServer> namedIn(Map<String, String> environment, Map<String, Integer> ports) {
        Pattern variable = variable(ports.keySet());
        List<DatabaseServer> servers = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (variable.matcher(name).matches()) {
                byUrl(name, value.strip(), ports, servers);
            }
        });
        Optional.ofNullable(ports.get(scheme(environment.getOrDefault(TYPE, ""))))
                .ifPresent(usual -> add(
                        HOST,
                        environment.getOrDefault(HOST, "") + ":" + environment.getOrDefault(PORT, ""),
                        usual,
                        servers));
        return servers;
    }

    /** Names that services give to the URL of their database: {@code DATABASE_URL}, {@code CACHE_DB_URL}, {@code MYSQL_URI}. */
    private static Pattern variable(Set<String> schemes) {
        return Pattern.compile(
                "(?:.*_)?(?:DATABASE|DB|" + String.join("|", schemes).toUpperCase(Locale.ROOT) + ")_(?:URL|URI|DSN)");
    }

    private static void byUrl(String variable, String url, Map<String, Integer> ports, List<DatabaseServer> servers) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return;
        }
        Integer usual = ports.get(scheme(parts.group(1)));
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
