package io.slackwater.discovery;

import io.slackwater.docker.Mount;

/**
 * A mount that becomes a tree dataset if its source can be proved.
 *
 * @param chosen whether a label sets the method
 * @param besideDatabase whether the mount also holds a database, which is excluded
 */
record Candidate(Draft draft, Mount mount, Dataset dataset, boolean chosen, boolean besideDatabase) {

    Subject subject() {
        return new Subject.Mounted(mount, dataset.id());
    }
}
