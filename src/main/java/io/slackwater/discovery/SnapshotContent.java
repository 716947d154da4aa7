package io.slackwater.discovery;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a snapshot holds, by the name of what is stored in it: of a stream one flat file, of a tree the absolute path of its root. A
 * verdict records that name, so a snapshot can be judged also when its workload has gone.
 */
public enum SnapshotContent {
    /** The roles of a PostgreSQL server, with the hashes of their passwords. */
    ROLES(".sql", true),
    DATABASE(".dump", false),
    RDB(".rdb", false),
    /** The configuration of a Compose project: env files and {@code docker inspect}, with the passwords in them. */
    CONFIG(".tar", true),
    /** The files of a volume, in Docker's own directory of volumes. */
    VOLUME("", false),
    /** A directory or file of the host that was mounted: it may be an env file, a secret, or hold such. */
    DIRECTORY("", true),
    /** What no capture of this version stores. */
    UNKNOWN("", true);

    /** How Docker lays a volume out, whatever its data root: {@code volumes/NAME/_data}. */
    private static final Pattern OF_A_VOLUME = Pattern.compile("(/.*)?/volumes/[a-zA-Z0-9][a-zA-Z0-9_.-]*/_data(/.*)?");

    private final String suffix;
    private final boolean passwords;

    SnapshotContent(String suffix, boolean passwords) {
        this.suffix = suffix;
        this.passwords = passwords;
    }

    /** @param file as a verdict records it */
    public static SnapshotContent of(String file) {
        if (file.startsWith("/")) {
            return OF_A_VOLUME.matcher(file).matches() ? VOLUME : DIRECTORY;
        }
        Optional<SnapshotContent> stream = Arrays.stream(values())
                .filter(content -> !content.suffix.isEmpty() && file.endsWith(content.suffix))
                .findFirst();
        return stream.orElse(UNKNOWN);
    }

    /** Whether it holds the files of a mount, below its path on the host. */
    public boolean isTree() {
        return this == VOLUME || this == DIRECTORY;
    }

    /** Whether whoever reads it may learn the passwords of the stack. Unknown content counts as such. */
    public boolean holdsPasswords() {
        return passwords;
    }
}
