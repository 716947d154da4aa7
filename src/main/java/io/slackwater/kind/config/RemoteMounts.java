package io.slackwater.kind.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists the mount points of network file systems. Reading such a directory can hang while its server is unavailable.
 */
final class RemoteMounts {

    private static final Set<String> TYPES =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "afs");
    private static final int POINT = 4;

    private RemoteMounts() {}

    /**
     * Returns the mount points of the network and FUSE file systems in a mount table.
     *
     * @param table a file in the format of {@code /proc/self/mountinfo} (proc(5))
     */
    static Set<Path> in(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .map(line -> line.split(" - ", 2))
                .filter(parts -> parts.length == 2 && remote(parts[1].split(" ", 2)[0]))
                .map(parts -> Path.of(unescaped(parts[0].split(" ")[POINT])))
                .collect(Collectors.toSet());
    }

    private static boolean remote(String type) {
        return TYPES.contains(type) || type.startsWith("fuse.");
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
