package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.signin.HeaderFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * The file with the token that Backrest sends to Slackwater's internal port. A changed token counts at once. Safe for
 * use by several threads.
 */
public final class StreamHeader {

    private static final Logger LOG = Logger.getLogger(StreamHeader.class);

    private final Path file;
    private final HeaderFile header;
    private final BiConsumer<String, String> audit;

    /**
     * Creates the file if it is missing.
     *
     * @param audit called with the file and the reason when the file had to be written again
     * @throws IOException the file can neither be read nor written
     */
    public StreamHeader(Path file, BiConsumer<String, String> audit) throws IOException {
        this.file = file;
        this.header = new HeaderFile(file, true);
        this.audit = audit;
        if (Files.exists(file)) {
            restore();
        } else {
            header.restore();
        }
    }

    /** Writes the file again if necessary. Returns the problem if that fails. */
    public Optional<Conflict> conflict() {
        try {
            restore();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Conflict(
                    BackrestSubject.of(BackrestSubject.SubjectKind.STREAM_TOKEN),
                    "Backrest's token file is not usable. " + e.getMessage() + ".",
                    "Make its directory (secrets/stream) writable for the sidecar's user, and remove %s; Slackwater makes the file again. Until then backups are made without Backrest."
                            .formatted(file)));
        }
    }

    private void restore() throws IOException {
        header.restore().ifPresent(wrong -> {
            LOG.warnf("Slackwater wrote Backrest's token file again file=%s reason=\"%s\"", file, wrong);
            audit.accept(file.toString(), wrong + "; the token stays as it was");
        });
    }

    /** Whether this is the header that the file contains now. */
    boolean matches(String authorization) {
        return conflict().isEmpty() && header.matches(authorization);
    }
}
