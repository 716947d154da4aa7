package io.slackwater.kind.config;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lists a container's bind mounts, as Docker reports them. They include the files of {@code configs} and {@code
 * secrets}.
 */
final class MountedFiles {

    /** A name with an ending, such as {@code nginx.conf} or {@code .htpasswd}, but not {@code conf.d}. */
    private static final Pattern FILE = Pattern.compile(".*/[^/]*\\.(?!d$)[A-Za-z][A-Za-z0-9]{0,9}");

    private MountedFiles() {}

    static List<ComposeNames.Named> of(Container container) {
        String owner = container.service().isEmpty() ? container.name() : "service " + container.service();
        return container.mounts().stream()
                .filter(mount ->
                        mount.type() == Mount.Type.BIND && mount.source().isAbsolute())
                .map(mount -> ComposeNames.Named.mounted(mount.source(), owner + " at " + mount.destination()))
                .toList();
    }

    /** Whether the path's name looks like a file. Used for paths that the sidecar cannot see. */
    static boolean looksLikeFile(Path path) {
        return FILE.matcher(path.toString()).matches();
    }
}
