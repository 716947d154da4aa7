package io.slackwater.kind.config;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Bind mounts that can be single files, as Docker reports them: also those of {@code configs} and {@code secrets}. */
final class MountedFiles {

    /** {@code nginx.conf} or {@code .htpasswd}, and no {@code conf.d}. */
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

    /** Whether the name of an invisible path is that of a file. */
    static boolean looksLikeFile(Path path) {
        return FILE.matcher(path.toString()).matches();
    }
}
