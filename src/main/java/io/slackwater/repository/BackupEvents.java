package io.slackwater.repository;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.commons.io.function.IOConsumer;

/**
 * Collects the events of one running backup. One thread reads restic's output and adds them; other threads may read the
 * results.
 */
final class BackupEvents implements IOConsumer<ResticEvent> {

    private final LongConsumer bytesDone;
    private final long most;
    private final ChangedFiles.Builder changed = new ChangedFiles.Builder();
    private volatile Optional<String> growth = Optional.empty();
    private volatile ResticEvent.Summary summary = new ResticEvent.Summary(Optional.empty(), 0, 0);

    /**
     * @param bytesDone takes the number of bytes that were read
     * @param most the number of bytes after which the backup fails
     */
    BackupEvents(LongConsumer bytesDone, long most) {
        this.bytesDone = bytesDone;
        this.most = most;
    }

    @Override
    public void accept(ResticEvent event) throws IOException {
        switch (event) {
            case ResticEvent.Status(long done, long files) -> done(done);
            case ResticEvent.VerboseStatus(String action, String item) -> item(action, item);
            case ResticEvent.Summary end -> summary = end;
            default -> {
                // Errors come on stderr.
            }
        }
    }

    private void done(long bytes) throws IOException {
        if (bytes > most) {
            String reason = "its files grow faster than restic reads them: restic has read " + bytes
                    + " bytes, more than twice their size before";
            growth = Optional.of(reason);
            throw new IOException(reason);
        }
        bytesDone.accept(bytes);
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

    /** Why the backup failed, if its files grow too fast. */
    Optional<String> growth() {
        return growth;
    }

    ChangedFiles changed() {
        return changed.build();
    }
}
