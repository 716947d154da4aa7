package io.slackwater.kind;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.DiscoverableKind;
import io.slackwater.discovery.Source;
import java.nio.file.Path;

/**
 * A kind of service: how its containers are recognised, and how their data are captured and checked. The only extension point for a
 * kind. Safe for use by several threads.
 */
public interface ServiceKind extends DiscoverableKind {

    /** How a dump of this kind is made and checked. A kind without dumps has none. */
    default StreamCapture capture(Source.Stream source) {
        throw new IllegalArgumentException("The kind " + profile().kind() + " makes no dumps");
    }

    /**
     * Starts the check of a stored tree of this kind.
     *
     * @param scratch an empty directory for files that must be opened (a database); emptied by the caller afterwards
     */
    default TreeCheck check(Dataset tree, Path scratch) {
        throw new IllegalArgumentException("The kind " + profile().kind() + " has no trees");
    }
}
