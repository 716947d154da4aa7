package io.slackwater.discovery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes ids of {@code [a-z0-9-]} out of names: the ids of workloads, and the ids that versions before {@link DatasetIds} gave to
 * datasets. The same names always give the same id; different names give different ids. An id has at most {@value #LONGEST} characters.
 *
 * <ul>
 *   <li>One dash joins names of letters and digits: {@code shop-db}.
 *   <li>Two dashes join all names when any name contains a dash: {@code my-stack--db}.
 *   <li>The leading slash of a path, as the last name, is one more dash: {@code shop-files--data}.
 *   <li>A name with characters that an id cannot hold gets 32 bits of a hash: {@code shop--db--my-db--e4e2cf9e}.
 * </ul>
 */
final class DashedIds {

    /** The longest id: file names, container names and restic tags add to it. */
    static final int LONGEST = 120;

    private static final Pattern LETTERS = Pattern.compile("[a-z0-9]+");
    private static final Pattern WORDS = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9]+)+");

    private DashedIds() {}

    /** The id of these names. */
    static String of(String... names) {
        return id(false, names);
    }

    /** The former id of a database. It always has a hash when the name is one of {@link DatasetIds#OWN}. */
    static String database(WorkloadId workload, String name) {
        return id(DatasetIds.OWN.contains(name), workload.project(), workload.service(), name);
    }

    private static String id(boolean hashed, String... names) {
        boolean path = names.length > 1 && PATH.matcher(names[names.length - 1]).matches();
        List<String> words = List.of(names).subList(0, path ? names.length - 1 : names.length);
        if (!hashed && words.stream().allMatch(word -> WORDS.matcher(word).matches())) {
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
