package io.slackwater.ui;

import java.util.List;

/**
 * The files that a search found in the snapshots of a dataset.
 *
 * @param name what was searched; empty before the first search
 * @param note how many versions in how many snapshots; empty before the first search
 * @param remarks why the result is incomplete
 */
public record SearchPage(String dataset, String name, String note, List<String> remarks, List<Line> lines) {

    /**
     * A version of a file.
     *
     * @param href the page of its directory, in the newest snapshot that has it; of itself when it is a directory
     * @param download the address of its download; empty when it cannot be downloaded alone
     * @param snapshots how many snapshots have it
     * @param newest the time of the newest of them
     */
    public record Line(
            String path, String href, String download, String size, Moment modified, int snapshots, Moment newest) {}
}
