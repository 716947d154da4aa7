package io.slackwater.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;

/**
 * Converts {@code source:destination[:ro]} into a mount. Docker refuses a mount whose source is missing; with
 * docker-java's binds it would create an empty directory.
 */
final class HelperBind {

    private static final String READ_ONLY = ":ro";

    private HelperBind() {}

    static Mount mount(String bind) {
        boolean readOnly = bind.endsWith(READ_ONLY);
        String both = readOnly ? bind.substring(0, bind.length() - READ_ONLY.length()) : bind;
        // The source may contain colons.
        int colon = both.lastIndexOf(":/");
        if (colon < 1) {
            throw new IllegalArgumentException("a bind must be source:/destination[:ro], but is " + bind);
        }
        Mount mount = new Mount()
                .withSource(both.substring(0, colon))
                .withTarget(both.substring(colon + 1))
                .withReadOnly(readOnly);
        return both.startsWith("/")
                ? mount.withType(MountType.BIND)
                : mount.withType(MountType.VOLUME).withVolumeOptions(new VolumeOptions().withNoCopy(true));
    }
}
