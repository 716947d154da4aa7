package io.slackwater.discovery;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Makes the ids of datasets: {@code <project>.<service>.<data>}, and {@code <project>.config}. An id depends only on
 * these names, and different names have different ids. An id has at most {@value #LONGEST} characters.
 *
 * <p>Dots join the parts, and no part contains a dot. A name is used unchanged if no other name can give the same part:
 *
 * <ul>
 *   <li>a project or service of letters, digits, {@code _} and single dashes: {@code open-webui};
 *   <li>a database of letters, digits and {@code _}, unless its {@linkplain KindProfile#dumpNames kind} names a dump so;
 *   <li>a name that a kind chooses: {@code data};
 *   <li>a directory of several such words: {@code /var/lib/grafana} becomes {@code var-lib-grafana}, and no database's
 * part contains a dash.
 * </ul>
 *
 * <p>Any other name is simplified and gets 32 bits of a hash: {@code My DB} becomes {@code my-db--} and the hash. Only
 * such a part contains two dashes in a row.
 */
final class DatasetIds {

    /** The longest id. File names, container names and restic tags add further characters. */
    static final int LONGEST = 120;

    private static final int LONGEST_PART = (LONGEST - 2) / 3;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]*(-[a-z0-9_]+)*");
    private static final Pattern DATABASE = Pattern.compile("[a-z0-9_]+");
    private static final Pattern DIRECTORY = Pattern.compile("(/[a-z0-9_]+){2,}");

    private DatasetIds() {}

    /**
     * The id of a database's dump.
     *
     * @param taken the names of other data of the kind
     */
    static String database(WorkloadId workload, String name, Set<String> taken) {
        boolean plain = DATABASE.matcher(name).matches() && !taken.contains(name);
        return id(workload, new Part("database", name, plain ? name : ""));
    }

    /** The id of a directory tree, by its path in the container. */
    static String tree(WorkloadId workload, String destination) {
        boolean plain = DIRECTORY.matcher(destination).matches();
        return id(
                workload,
                new Part("tree", destination, plain ? destination.substring(1).replace('/', '-') : ""));
    }

    /** The id of a dataset whose name the kind of service chooses. */
    static String own(WorkloadId workload, String name) {
        return id(workload, new Part("own", name, name));
    }

    /** The id of a dataset of a whole Compose project. */
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

    /** The first 32 bits of the SHA-256, in hexadecimal. */
    static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, 8);
    }

    /**
     * One part of an id.
     *
     * @param what the type of the part, so that a database and a directory of the same name get different hashes
     * @param plain the name as the id shows it; empty when a hash is needed
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
