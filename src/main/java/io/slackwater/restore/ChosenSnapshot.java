package io.slackwater.restore;

import io.slackwater.discovery.SnapshotContent;
import io.slackwater.journal.Verified;
import io.slackwater.kind.StoredDump;
import io.slackwater.repository.Repository;

/** A verified snapshot that was chosen for a restore, with the repository that holds it. */
record ChosenSnapshot(Verified verdict, Repository repository) {

    private static final int SHORT_ID = 8;

    String id() {
        return verdict.snapshot();
    }

    String shortId() {
        return id().substring(0, Math.min(SHORT_ID, id().length()));
    }

    boolean isTree() {
        return SnapshotContent.of(verdict.file()).isTree();
    }

    /** The one file of a stream's snapshot. */
    StoredDump dump() {
        return new StoredDump(
                verdict.dataset(),
                id(),
                verdict.file(),
                verdict.facts(),
                sink -> repository.dump(id(), "/" + verdict.file(), sink));
    }
}
