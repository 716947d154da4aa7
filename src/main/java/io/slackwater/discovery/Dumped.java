package io.slackwater.discovery;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a database server's own dump gives.
 *
 * @param directories directories in the container that the dump covers
 */
record Dumped(Credentials signIn, List<Dataset> datasets, Set<String> directories, List<String> because) {

    Dumped {
        datasets = List.copyOf(datasets);
        // In their order: the first that fits is the one that is told.
        directories = Collections.unmodifiableSet(new LinkedHashSet<>(directories));
        because = List.copyOf(because);
    }

    /** What becomes of a mount that holds these files: the words to say it with. */
    String covers() {
        return datasets.isEmpty() ? "nothing covers it now, as no database is known" : "covered by the dump";
    }

    /** The same for whoever must not read words. */
    Uncovered.Gap gap() {
        return datasets.isEmpty() ? Uncovered.Gap.OTHER : Uncovered.Gap.COVERED;
    }

    /** What to do about such a mount. */
    String remedy() {
        return datasets.isEmpty()
                ? "see why the databases of its service cannot be listed: once they are, their dumps cover it"
                : "nothing: restore the dump instead";
    }
}
