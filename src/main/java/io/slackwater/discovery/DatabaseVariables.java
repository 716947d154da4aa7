package io.slackwater.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the database servers in a container's environment variables. Ignores sockets and database files. Used by one
 * thread.
 */
public final class DatabaseVariables {

    private static final Pattern URL =
            Pattern.compile("(?:jdbc:)?([A-Za-z][A-Za-z0-9]*)(?:\\+[A-Za-z0-9_+-]+)?://(.*)", Pattern.DOTALL);
    /** Schemes of web addresses, and of databases that are files. */
    private static final Pattern NO_SERVER = Pattern.compile("https?|file|duckdb|h2|.*sqlite.*");
    /** A file: a path, a name with a usual ending, or SQLite's database in memory. */
    private static final Pattern FILE =
            Pattern.compile("\\.{0,2}/.*|~/.*|:memory:.*|[^:@$]*(?:/[^:@$]*|\\.(?:db3?|sqlite3?|duckdb)(?:[?;].*)?)");
    /** A connection string whose data source is a file, or SQLite's database in memory. Other values may have slashes. */
    private static final Pattern FILE_SOURCE = Pattern.compile("(?i)Data ?Source\\s*=(?:\\s*(?::memory:|file:)"
            + "|.*;\\s*Mode\\s*=\\s*Memory\\b|[^:;@$]*(?:/[^:;@$]*|\\.(?:db3?|sqlite3?|duckdb))(?:;|$)).*");
    /**
     * User and password before the host of a URL. A later {@code @} may be part of the password.
     */
    private static final Pattern SIGN_IN = Pattern.compile("^[^@/?#]*@");
    /**
     * The address format of a Go driver. The pattern takes the last address, because the password may look like one.
     */
    private static final Pattern GO = Pattern.compile(".*@tcp6?\\(([^()@]*)\\)(?:/[^@]*)?", Pattern.DOTALL);

    /**
     * The start of a connection string. Before it, PDO writes the driver's name. Any other text before a colon may be a
     * user, followed by the user's password.
     */
    private static final Pattern KEYWORDS =
            Pattern.compile("(?:[a-z]+:(?=(?:host|port|dbname|unix_socket)=))?\\s*[A-Za-z_][\\w ]*=");

    private static final Pattern HOST_KEYWORD =
            Pattern.compile("(?i)(?:^|[:;\\s])(?:host(?:addr)?|server)\\s*=\\s*(?:tcp:)?([^\\s;]+)");
    /**
     * Values that end at a semicolon, or values that end at whitespace. Without quotes and escapes, because part of a
     * quoted password could look like a host.
     */
    private static final Pattern UNAMBIGUOUS =
            Pattern.compile("(?:[a-z]+:)?(?:(?:[\\w ]++=(?![^;]*\\s\\w+\\s*=)[^;'\"{\\\\]*+(?:;\\s*+|$))++"
                    + "|(?:\\w++\\s*+=(?!\\s+\\w+\\s*=)\\s*+[^\\s;'\"{\\\\]++(?:\\s++|$))++(?:\\w++\\s*+=)?)");
    /**
     * A connection string that names a database, but no host, so that its client uses a socket. The lookahead refuses
     * other keywords and values that may name a host.
     */
    private static final Pattern WITHOUT_HOST = Pattern.compile(
            "(?is)(?!.*(?:(?:host|serv|source|addr|dsn)\\w*\\s*=\\s*[^\\s;]|://"
                    + "|(?:dbname|database)\\s*=[^\\s;]*:))(?:[a-z]+:|.*[;\\s])?(?:dbname|database|unix_socket)\\s*=.*");

    private static final Pattern HOST_PARAMETER = Pattern.compile("[?&]host(?:addr)?=([^&]*)");
    /** Finds URLs whose host is uncertain: the password is not escaped, or libpq's service file has the host. */
    private static final Pattern UNCLEAR = Pattern.compile("@|[?&]service=");

    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");
    private static final Pattern SOCKET = Pattern.compile("(?:/|%2[Ff]).*");
    /** The endings of variables that name the database product. */
    private static final List<String> TYPES = List.of("TYPE", "CONNECTION", "ENGINE", "CLIENT", "DRIVER");

    private final Map<String, String> environment;
    private final Map<String, Integer> ports;
    private final Map<String, DatabaseVariable> found = new LinkedHashMap<>();

    private DatabaseVariables(Map<String, String> environment, Map<String, Integer> ports) {
        this.environment = new TreeMap<>(environment);
        this.ports = ports;
    }

    /**
     * Lists one variable for each server, and all unclear variables.
     *
     * @param ports the URL schemes of database servers, with their usual ports
     */
    public static List<DatabaseVariable> in(Map<String, String> environment, Map<String, Integer> ports) {
        DatabaseVariables variables = new DatabaseVariables(environment, ports);
        variables.read();
        return List.copyOf(variables.found.values());
    }

    private void read() {
        // DATABASE_URL, CACHE_DB_URL, <SCHEME>_URI; DB_HOST, DB_<SCHEME>DB_HOST, GITEA__database__HOST; DATABASE_TYPE.
        String schemes = String.join("|", ports.keySet());
        String database = "(?i)(?:.*_)?(?:DATABASE|DATASOURCE|DB|(?:" + schemes + ")(?:DB)?)_+";
        boolean located = false;
        for (Map.Entry<String, String> url :
                matching(database + "(?:JDBC_)?(?:URL|URI|DSN)").entrySet()) {
            url(url.getKey(), url.getValue());
            located = true;
        }
        String host = "(?:HOST|HOSTNAME|SERVER)";
        for (Map.Entry<String, String> part : matching(
                        database + "(?:(?:SERVER|URL|CONNECTION)_+)?" + host + "|PGHOST(?:ADDR)?")
                .entrySet()) {
            host(part.getKey(), part.getValue(), part.getKey().replaceFirst("(?i)" + host + "$", ""));
            located = true;
        }
        if (!located) {
            matching("(?i)(?:.*_)?(?:DATABASE|DB)_TYPE").forEach((name, type) -> {
                if (ports.containsKey(scheme(type))) {
                    found.put(name, new DatabaseVariable.Unclear(name));
                }
            });
        }
    }

    private Map<String, String> matching(String names) {
        Pattern name = Pattern.compile(names);
        Map<String, String> matching = new LinkedHashMap<>();
        environment.forEach((variable, value) -> {
            if (name.matcher(variable).matches() && !value.isBlank()) {
                matching.put(variable, value.strip());
            }
        });
        return matching;
    }

    private void url(String variable, String value) {
        Matcher url = URL.matcher(value);
        Matcher go = GO.matcher(value);
        if (url.matches()) {
            String scheme = scheme(url.group(1));
            if (!NO_SERVER.matcher(scheme).matches()) {
                // The properties of SQL Server's URL come after the host, and the password is among them.
                String rest = url.group(2).split(";(?=[A-Za-z ]+=)", 2)[0];
                authority(variable, rest, ports.getOrDefault(scheme, 0));
            }
        } else if (KEYWORDS.matcher(value).lookingAt()) {
            keywords(variable, value);
        } else if (go.matches()) {
            add(variable, go.group(1), 0);
        } else if (!FILE.matcher(value).matches()
                && !NO_SERVER
                        .matcher(scheme(value.replaceFirst("^jdbc:", "").split(":", 2)[0]))
                        .matches()) {
            found.put(variable, new DatabaseVariable.Unclear(variable));
        }
    }

    /** Reads a connection string of keywords and values, as libpq, ADO, ODBC and PDO write it. */
    private void keywords(String variable, String value) {
        List<String> hosts = HOST_KEYWORD
                .matcher(value)
                .results()
                .map(match -> match.group(1))
                .toList();
        boolean parsed = UNAMBIGUOUS.matcher(value).matches();
        if (parsed && hosts.size() == 1) {
            add(variable, hosts.getFirst(), 0);
        } else if (!hosts.isEmpty()
                || !FILE_SOURCE.matcher(value).matches()
                        && !(parsed && WITHOUT_HOST.matcher(value).matches())) {
            found.put(variable, new DatabaseVariable.Unclear(variable));
        }
    }

    /**
     * Reads all hosts of a URL without its scheme. Loss prevented: libpq prefers the parameters {@code host} and {@code
     * hostaddr}, so the database of a URL with {@code localhost} may be elsewhere.
     */
    private void authority(String variable, String rest, int usual) {
        String plain = SIGN_IN.matcher(rest).replaceFirst("");
        String hosts = plain.split("[/?#]", 2)[0];
        if (UNCLEAR.matcher(plain).find()) {
            found.put(variable, new DatabaseVariable.Unclear(variable));
        } else {
            add(variable, hosts, usual);
            HOST_PARAMETER.matcher(plain).results().forEach(match -> add(variable, match.group(1), usual));
        }
    }

    /**
     * Reads a variable that names a host.
     *
     * @param prefix the variable's name without its last word
     */
    private void host(String variable, String value, String prefix) {
        if (value.contains("://")) {
            url(variable, value);
            return;
        }
        String type = TYPES.stream()
                .map(word -> scheme(environment.getOrDefault(prefix + word, "")))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse("");
        if (NO_SERVER.matcher(type).matches()) {
            return;
        }
        String port = environment.getOrDefault(prefix + "PORT", "").strip();
        int usual = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : ports.getOrDefault(type, 0);
        authority(variable, value, usual);
    }

    private static String scheme(String type) {
        return type.strip().toLowerCase(Locale.ROOT).split("\\+", 2)[0];
    }

    private void add(String variable, String addresses, int usual) {
        List<Matcher> hosts = new ArrayList<>();
        // ADO writes host,port.
        for (String one : addresses.replaceAll(",(?=[0-9]+$)", ":").split(",")) {
            Matcher address = ADDRESS.matcher(one);
            if (address.matches()) {
                hosts.add(address);
            } else if (!one.isEmpty() && !SOCKET.matcher(one).matches()) {
                // The other pieces may be parts of a password that contains commas.
                found.put(variable, new DatabaseVariable.Unclear(variable));
                return;
            }
        }
        for (Matcher address : hosts) {
            String host = address.group(1).toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
            String port = address.group(2);
            server(variable, host, port == null || port.isEmpty() ? usual : Integer.parseInt(port));
        }
    }

    /** Records a server once, because several variables often name the same server. */
    private void server(String variable, String host, int port) {
        if (port != 0 || found.keySet().stream().noneMatch(key -> key.startsWith(host + " "))) {
            found.putIfAbsent(host + " " + port, new DatabaseVariable.Server(variable, host, port));
        }
    }
}
