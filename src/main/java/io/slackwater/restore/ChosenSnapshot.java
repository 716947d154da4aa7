package io.slackwater.restore;

import io.slackwater.discovery.Source;
import io.slackwater.journal.Verified;
import io.slackwater.kind.StoredDump;
import io.slackwater.repository.Repository;

/** A verified snapshot that was chosen for a restore, with the repository that holds it. */
record ChosenSnapshot(Verified verdict, Repository repository) {

    String id() {
        return verdict.snapshot();
    }

    boolean isTree() {
        return verdict.format().equals(Source.Tree.FORMAT);
    }

    /** The one file of a stream's snapshot. */
    StoredDump dump() {
        return new StoredDump(
                verdict.dataset(),
                id(),
                verdict.format(),
                verdict.file(),
                verdict.facts(),
                sink -> repository.dump(id(), "/" + verdict.file(), sink));
    }
}
