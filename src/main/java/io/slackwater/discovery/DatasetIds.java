package io.slackwater.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes ids of {@code [a-z0-9-]} out of names. Deterministic: the same names give the same id, whatever else exists and whichever
 * is seen first; different names give different ids. At most {@value #LONGEST} characters.
 *
 * <p>How, so that ordinary names stay readable and nothing needs to be compared with anything else:
 *
 * <ul>
 *   <li>names of letters and digits only are joined by one dash: {@code shop-db-app};
 *   <li>as soon as one of them holds a dash itself, all are joined by two, which no name can hold: {@code my-stack--db--app}; so
 *       {@code a-b, c} and {@code a, b-c} stay two;
 *   <li>the leading slash of a path, when it comes last, is one more dash: {@code shop-files--data} is the directory {@code /data},
 *       {@code shop-files-data} a database named {@code data};
 *   <li>any other name (capitals, {@code _}, {@code =}, {@code .}, an empty one, a dash at its end) lost something on its way: all are
 *       joined by two dashes and 32 bits of a hash over the exact names follow: {@code shop--db--my-db--6d1f4e0a}. The same when
 *       the id would be too long.
 * </ul>
 *
 * <p>The runs of dashes tell these forms apart for ids of equally many names, so only hashed ones could ever meet, by chance.
 */
final class DatasetIds {

    /** The longest id: some room is left for what others put around it (file names, container names, restic tags). */
    static final int LONGEST = 120;

    private static final Pattern LETTERS = Pattern.compile("[a-z0-9]+");
    private static final Pattern WORDS = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9]+)+");

    /** What datasets that are no databases are called beside databases. */
    private static final Set<String> TAKEN = Set.of("roles", "rdb", "config");

    private DatasetIds() {}

    /** The id of these names. */
    static String of(String... names) {
        return id(false, names);
    }

    /** The id of a database: one that is called like another dataset of its workload ({@code roles}) gets a hash, always. */
    static String database(WorkloadId workload, String name) {
        return id(TAKEN.contains(name), workload.project(), workload.service(), name);
    }

    private static String id(boolean hashed, String... names) {
        String last = names[names.length - 1];
        boolean path = names.length > 1 && PATH.matcher(last).matches();
        boolean words = Arrays.stream(names, 0, names.length - 1)
                        .allMatch(name -> WORDS.matcher(name).matches())
                && (path || WORDS.matcher(last).matches());
        if (!hashed && words) {
            boolean letters = Arrays.stream(names, 0, names.length - 1)
                            .allMatch(name -> LETTERS.matcher(name).matches())
                    && (path || LETTERS.matcher(last).matches());
            String id = String.join(letters ? "-" : "--", names).replace('/', '-');
            // Every segment of the path but the first is behind one dash now, the first one behind the joint and one
            // more.
            if (id.length() <= LONGEST) {
                return id;
            }
        }
        String hash = hash(names);
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

    private static String hash(String... names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
