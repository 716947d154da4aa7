package io.slackwater.ui;

import io.slackwater.journal.BackupListStore.Shown;
import io.slackwater.journal.BackupListStore.SnapshotOrder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots the page of a dataset lists, and in which order. The address of the page holds it.
 *
 * @param page counts from 1
 */
record SnapshotQuery(Shown shown, Sorting<SnapshotOrder> sorting, int page) {

    private static final Sorting<SnapshotOrder> NEWEST = new Sorting<>(SnapshotOrder.TIME, true, "snapshot-");

    static final SnapshotQuery USUAL = new SnapshotQuery(Shown.ALL, NEWEST, 1);

    /**
     * @param value returns the value of a parameter
     * @throws PageProblem a value is not allowed
     */
    static SnapshotQuery of(UnaryOperator<@Nullable String> value) {
        return new SnapshotQuery(
                QueryValues.choice(Shown.class, "snapshot-show", value.apply("snapshot-show"), Shown.ALL),
                Sorting.of(SnapshotOrder.class, value.apply("snapshot-sort"), value.apply("snapshot-order"), NEWEST),
                QueryValues.page("snapshots", value.apply("snapshots")));
    }

    /** Adds the filter to an address. */
    Address filter(Address here) {
        return here.with("snapshot-show", shown == Shown.ALL ? "" : QueryValues.word(shown));
    }

    /** Adds the filter and the order to an address, without the page. */
    Address in(Address here) {
        return sorting.equals(NEWEST) ? filter(here) : sorting.in(filter(here));
    }
}
