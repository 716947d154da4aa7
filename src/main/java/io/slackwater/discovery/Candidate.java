package io.slackwater.discovery;

import io.slackwater.docker.Mount;

/**
 * A mount that becomes a dataset once its path on the host is proved to hold the container's data.
 *
 * @param chosen whether a label sets the capture method
 * @param besideDatabase whether the mount also contains a database's directory, which is excluded
 */
record Candidate(Draft draft, Mount mount, Dataset dataset, boolean chosen, boolean besideDatabase) {

    Subject subject() {
        return new Subject.Mounted(mount, dataset.id());
    }
}
