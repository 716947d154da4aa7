package io.slackwater.discovery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes ids of {@code [a-z0-9-]}: the ids of workloads, and the former ids of datasets ({@link DatasetIds} makes the
 * present ones). Equal names give equal ids; different names give different ids. An id has at most {@value #LONGEST}
 * characters.
 *
 * <ul>
 *   <li>One dash joins names of letters and digits: {@code shop-db}.
 *   <li>Two dashes join the names if one contains a dash: {@code my-stack--db}.
 *   <li>The leading slash of a path, as last name, adds a dash: {@code shop-files--data}.
 *   <li>A name with other characters adds a hash of 32 bits: {@code shop--db--my-db--e4e2cf9e}.
 * </ul>
 */
final class DashedIds {

    /** The longest id. File names, container names and restic tags add further characters. */
    static final int LONGEST = 120;

    private static final Pattern LETTERS = Pattern.compile("[a-z0-9]+");
    private static final Pattern WORDS = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9]+)+");

    private DashedIds() {}

    /** The id of these names. */
    static String of(String... names) {
        boolean path = names.length > 1 && PATH.matcher(names[names.length - 1]).matches();
        List<String> words = List.of(names).subList(0, path ? names.length - 1 : names.length);
        if (words.stream().allMatch(word -> WORDS.matcher(word).matches())) {
            boolean letters =
                    words.stream().allMatch(word -> LETTERS.matcher(word).matches());
            String id = String.join(letters ? "-" : "--", names).replace('/', '-');
            if (id.length() <= LONGEST) {
                return id;
            }
        }
        String hash = DatasetIds.hash(String.join("\0", names) + "\0");
        String slug = slug(names);
        int room = LONGEST - hash.length() - 2;
        String cut = slug.length() <= room ? slug : slug.substring(0, room).replaceAll("-+$", "");
        return cut.isEmpty() ? hash : cut + "--" + hash;
    }

    private static String slug(String... names) {
        return Arrays.stream(names)
                .map(name -> name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", ""))
                .filter(name -> !name.isEmpty())
                .collect(java.util.stream.Collectors.joining("--"));
    }
}
