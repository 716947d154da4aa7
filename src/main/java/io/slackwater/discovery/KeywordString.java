package io.slackwater.discovery;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the hosts of a connection string made of keywords and values, as libpq, ADO, ODBC and PDO write it. A string with more than
 * one meaning is unreadable, because a part of its password could look like a host. Pure.
 */
final class KeywordString {

    /** PDO begins with its driver. Other text before a colon may be a user, and the text behind it the user's password. */
    private static final Pattern START = Pattern.compile(
            "(?:[a-z]+:(?=\\s*(?i:host|port|server|dbname|unix_socket)\\s*=))?(?=\\s*[A-Za-z_][\\w ]*=)(.*)",
            Pattern.DOTALL);
    /** libpq: whitespace ends a value, single quotes hold one, and a backslash escapes. */
    private static final Pattern LIBPQ = Pattern.compile(
            "\\G\\s*+(\\w++)\\s*+=\\s*+"
                    + "('[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|(?![\"'{])[^\\s;\\\\]*+(?:\\\\.[^\\s;\\\\]*+)*+)(?:\\s++|$)",
            Pattern.DOTALL);
    /**
     * ADO, ODBC and PDO: a semicolon ends a value, quotes or braces hold one, and their double escapes. Refuses a value that libpq
     * reads as several, and a quote that libpq reads as escaped.
     */
    private static final Pattern ADO = Pattern.compile("\\G[\\s;]*+([A-Za-z_][\\w ]*+)=\\s*+"
            + "('[^']*+(?:''[^']*+)*+(?<!\\\\)'|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|\\{[^}]*+(?:}}[^}]*+)*+}|(?![\"'{]|[^;]*\\s\\w+\\s*=)[^;]*+)"
            + "\\s*+(?:[\\s;]++|$)");

    private KeywordString() {}

    /** Whether the text starts like such a string. */
    static boolean is(String text) {
        return START.matcher(text).matches();
    }

    /**
     * The value of its only host; empty text when no keyword names a host.
     *
     * @return empty when the text cannot be read
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
