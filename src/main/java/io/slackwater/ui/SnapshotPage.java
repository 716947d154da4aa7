package io.slackwater.ui;

import java.util.List;

/**
 * A directory of a snapshot as its page shows it.
 *
 * @param id as restic shortens it
 * @param time when its data were captured
 * @param crumbs the directories that lead to this one, and this one at the end
 * @param whole the address of the download of this directory; empty for a dump, whose file has its own
 * @param tables the address of the list of a dump's tables; empty without such a list
 * @param note how many entries there are
 */
public record SnapshotPage(
        String dataset,
        String id,
        Moment time,
        List<Crumb> crumbs,
        String whole,
        String tables,
        String note,
        List<Line> lines,
        Paging paging) {

    /** @param href empty for the directory of this page */
    public record Crumb(String name, String href) {}

    /**
     * A file, a directory or another entry.
     *
     * @param href the address of a directory; empty for other entries
     * @param download the address of its download; empty when it cannot be downloaded alone
     */
    public record Line(
            String name, String href, String download, String type, String size, Moment modified, String mode) {}
}
