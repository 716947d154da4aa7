package io.slackwater.repository;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Masks secrets in texts for messages and logs: passwords in addresses, and given values. Immutable. */
final class Redaction {

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^/@:\\s]+):[^/\\s]*@(?=[^/@\\s])");

    /** Shorter values, such as "true" or "eu-1", are no secrets. Masking them would make messages unreadable. */
    private static final int SHORTEST_SECRET = 8;

    private final List<String> secrets;

    Redaction(Collection<String> values) {
        secrets = values.stream()
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String of(String text) {
        String clean = USER_INFO.matcher(text).replaceAll("$1:***@");
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
