package io.slackwater.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The events of one running backup. One thread reads restic's output and writes them; others read them. */
final class BackupEvents implements Consumer<ResticEvent> {

    private final LongConsumer bytesDone;
    private final List<String> changed = new ArrayList<>();
    private Optional<String> snapshot = Optional.empty();
    private long bytes;
    private long added;

    BackupEvents(LongConsumer bytesDone) {
        this.bytesDone = bytesDone;
    }

    @Override
    public void accept(ResticEvent event) {
        switch (event) {
            case ResticEvent.Status(long done, long files) -> bytesDone.accept(done);
            case ResticEvent.VerboseStatus(String action, String item) -> item(action, item);
            case ResticEvent.Summary summary -> summary(summary);
            default -> {
                // Errors come on stderr.
            }
        }
    }

    private synchronized void item(String action, String item) {
        boolean differs = action.equals("new") || action.equals("modified") || action.equals("changed");
        // Directories end with a slash; nothing of them is to be read back.
        if (differs && !item.isEmpty() && !item.endsWith("/")) {
            changed.add(item);
        }
    }

    private synchronized void summary(ResticEvent.Summary summary) {
        snapshot = summary.snapshot();
        bytes = summary.bytesProcessed();
        added = summary.bytesAdded();
    }

    synchronized Optional<String> snapshot() {
        return snapshot;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long added() {
        return added;
    }

    synchronized List<String> changed() {
        return List.copyOf(changed);
    }
}
