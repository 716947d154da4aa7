package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import java.nio.file.Path;

/** What is particular to one kind of tree dataset. Stateless and safe for use by several threads. */
public interface TreeCapture {

    boolean handles(Dataset dataset);

    /**
     * Starts the kind's own check of a stored tree.
     *
     * @param scratch an empty directory for files that must be opened (a database); emptied by the caller afterwards
     */
    TreeCheck check(Dataset dataset, Path scratch);
}
