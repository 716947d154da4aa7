package io.slackwater.repository;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Collects the events of one running backup. One thread reads restic's output and adds them; other threads may read the
 * results.
 */
final class BackupEvents implements Consumer<ResticEvent> {

    private final LongConsumer bytesDone;
    private final ChangedFiles.Builder changed = new ChangedFiles.Builder();
    private volatile ResticEvent.Summary summary = new ResticEvent.Summary(Optional.empty(), 0, 0);

    BackupEvents(LongConsumer bytesDone) {
        this.bytesDone = bytesDone;
    }

    @Override
    public void accept(ResticEvent event) {
        switch (event) {
            case ResticEvent.Status(long done, long files) -> bytesDone.accept(done);
            case ResticEvent.VerboseStatus(String action, String item) -> item(action, item);
            case ResticEvent.Summary end -> summary = end;
            default -> {
                // Errors come on stderr.
            }
        }
    }

    private void item(String action, String item) {
        boolean differs = action.equals("new") || action.equals("modified") || action.equals("changed");
        // The item of a directory ends with a slash. Only files are read back.
        if (differs && !item.isEmpty() && !item.endsWith("/")) {
            changed.add(item);
        }
    }

    /** restic's summary; all zeros before the end. */
    ResticEvent.Summary summary() {
        return summary;
    }

    ChangedFiles changed() {
        return changed.build();
    }
}
