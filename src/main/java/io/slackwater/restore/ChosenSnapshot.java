package io.slackwater.restore;

import io.slackwater.discovery.Source;
import io.slackwater.journal.Verified;
import io.slackwater.kind.StoredDump;
import io.slackwater.repository.Repository;

/** The verified snapshot that a restore uses, and the repository that contains it. */
record ChosenSnapshot(Verified verdict, Repository repository) {

    String id() {
        return verdict.snapshot();
    }

    boolean isTree() {
        return isTree(verdict);
    }

    /** Whether the snapshot has files, not a dump. */
    static boolean isTree(Verified verdict) {
        return verdict.format().equals(Source.Tree.FORMAT);
    }

    /** Returns the single file of a dump's snapshot. */
    StoredDump dump() {
        return new StoredDump(
                verdict.dataset(),
                id(),
                verdict.format(),
                verdict.file(),
                verdict.facts(),
                sink -> repository.contents().dump(id(), "/" + verdict.file(), sink));
    }
}
