package io.slackwater.discovery;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Makes the ids of datasets: {@code <project>.<service>.<data>}, and {@code <project>.config}. An id depends on these names alone;
 * different names have different ids. An id has at most {@value #LONGEST} characters.
 *
 * <p>A dot joins the parts, and no part contains a dot. A name becomes a part unchanged when no other name can become the same
 * part:
 *
 * <ul>
 *   <li>a project or a service of letters, digits, {@code _} and single dashes: {@code open-webui};
 *   <li>a database of letters, digits and {@code _}, unless its name is one of {@link #OWN};
 *   <li>a kind's own name for its data, one of {@link #OWN}: {@code data};
 *   <li>a directory of several such words: {@code /var/lib/grafana} is {@code var-lib-grafana}. A database's part has no dash.
 * </ul>
 *
 * <p>Any other part loses something: {@code My DB} becomes {@code my-db--} and 32 bits of a hash over the exact name. Only such a part
 * contains two dashes in a row.
 */
final class DatasetIds {

    /** The longest id: file names, container names and restic tags add to it. */
    static final int LONGEST = 120;

    /**
     * The names that kinds may give to data that is no database. They belong to the grammar of ids, not to a kind: an id that
     * changes when a kind is added would lose its history.
     */
    static final Set<String> OWN = Set.of("roles", "users", "rdb", "data", "models");

    private static final int LONGEST_PART = (LONGEST - 2) / 3;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]*(-[a-z0-9_]+)*");
    private static final Pattern DATABASE = Pattern.compile("[a-z0-9_]+");
    private static final Pattern DIRECTORY = Pattern.compile("(/[a-z0-9_]+){2,}");

    private DatasetIds() {}

    /** The id of a database's dump. */
    static String database(WorkloadId workload, String name) {
        boolean plain = DATABASE.matcher(name).matches() && !OWN.contains(name);
        return id(workload, new Part("database", name, plain ? name : ""));
    }

    /** The id of a tree, by its destination in the container. */
    static String tree(WorkloadId workload, String destination) {
        boolean plain = DIRECTORY.matcher(destination).matches();
        return id(
                workload,
                new Part("tree", destination, plain ? destination.substring(1).replace('/', '-') : ""));
    }

    /** @param name one of {@link #OWN} */
    static String own(WorkloadId workload, String name) {
        if (!OWN.contains(name)) {
            throw new IllegalArgumentException("'%s' is none of %s".formatted(name, OWN));
        }
        return id(workload, new Part("own", name, name));
    }

    /** The id of a dataset of a whole project. */
    static String ofProject(String project, String name) {
        return join(List.of(name("project", project), new Part("own", name, name)));
    }

    private static String id(WorkloadId workload, Part data) {
        return join(List.of(name("project", workload.project()), name("service", workload.service()), data));
    }

    private static Part name(String what, String name) {
        return new Part(what, name, NAME.matcher(name).matches() ? name : "");
    }

    private static String join(List<Part> parts) {
        String id = String.join(".", parts.stream().map(Part::text).toList());
        if (id.length() <= LONGEST) {
            return id;
        }
        return String.join(
                ".",
                IntStream.range(0, parts.size())
                        .mapToObj(i -> parts.get(i).text().length() <= LONGEST_PART
                                ? parts.get(i).text()
                                : parts.get(i).hashed())
                        .toList());
    }

    /** 32 bits of SHA-256, in hexadecimal. */
    static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, 8);
    }

    /**
     * One part of an id.
     *
     * @param what separates the hashes of a database and a directory of the same name
     * @param plain the name as an id shows it; empty when that loses something
     */
    private record Part(String what, String name, String plain) {

        String text() {
            return plain.isEmpty() ? hashed() : plain;
        }

        String hashed() {
            String hash = "--" + DatasetIds.hash(what + '\0' + name);
            String words =
                    name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^[-_]+", "");
            int room = LONGEST_PART - hash.length();
            String cut = (words.length() <= room ? words : words.substring(0, room)).replaceAll("[-_]+$", "");
            return (cut.isEmpty() ? "x" : cut) + hash;
        }
    }
}
