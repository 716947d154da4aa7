package io.slackwater.discovery;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the host in a database connection string of keywords and values, as libpq, ADO, ODBC and PDO write it. Rejects
 * an ambiguous string, because part of its password could look like a host. Stateless.
 */
final class KeywordString {

    /**
     * PDO's text before the parameters is the driver's name. Any other text before a colon may be a user, followed by
     * the user's password.
     */
    private static final Pattern START = Pattern.compile(
            "(?:[a-z]+:(?=\\s*(?i:host|port|server|dbname|unix_socket)\\s*=))?(?=\\s*[A-Za-z_][\\w ]*=)(.*)",
            Pattern.DOTALL);
    /** libpq's syntax: whitespace ends a value, single quotes enclose a value, a backslash escapes. */
    private static final Pattern LIBPQ = Pattern.compile(
            "\\G\\s*+(\\w++)\\s*+=\\s*+"
                    + "('[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|(?![\"'{])[^\\s;\\\\]*+(?:\\\\.[^\\s;\\\\]*+)*+)(?:\\s++|$)",
            Pattern.DOTALL);
    /**
     * The syntax of ADO, ODBC and PDO: a semicolon ends a value, quotes or braces enclose a value, and a doubled one
     * escapes. Rejects values that libpq would read differently.
     */
    private static final Pattern ADO = Pattern.compile("\\G[\\s;]*+([A-Za-z_][\\w ]*+)=\\s*+"
            + "('[^']*+(?:''[^']*+)*+(?<!\\\\)'|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|\\{[^}]*+(?:}}[^}]*+)*+}|(?![\"'{]|[^;]*\\s\\w+\\s*=)[^;]*+)"
            + "\\s*+(?:[\\s;]++|$)");

    private KeywordString() {}

    /** Whether the text starts like a connection string. */
    static boolean is(String text) {
        return START.matcher(text).matches();
    }

    /**
     * The only host in the string; an empty text when no keyword names a host.
     *
     * @return empty when the string is invalid or ambiguous
     */
    static Optional<String> host(String text) {
        String pairs = START.matcher(text).replaceFirst("$1");
        return host(LIBPQ, pairs).or(() -> host(ADO, pairs));
    }

    private static Optional<String> host(Pattern pair, String text) {
        Set<String> hosts = new TreeSet<>();
        Matcher next = pair.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!next.find()) {
                return Optional.empty();
            }
            if (next.group(1).strip().matches("(?i)host|server")) {
                hosts.add(next.group(2)
                        .strip()
                        .replaceAll("^(['\"])(.*)\\1$", "$2")
                        .replaceFirst("^(?i)tcp:", ""));
            }
            end = next.end();
        }
        return hosts.size() > 1 ? Optional.empty() : Optional.of(String.join("", hosts));
    }
}
