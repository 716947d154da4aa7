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
record Dumped(SignIn signIn, List<Dataset> datasets, Set<String> directories, List<String> because) {

    Dumped {
        datasets = List.copyOf(datasets);
        // In their order: the first that fits is the one that is told.
        directories = Collections.unmodifiableSet(new LinkedHashSet<>(directories));
        because = List.copyOf(because);
    }
}
