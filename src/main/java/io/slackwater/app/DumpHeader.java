package io.slackwater.app;

import io.slackwater.run.StreamEndpoint;
import io.slackwater.signin.OwnerOnly;
import io.slackwater.signin.TokenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * The file with the line by which the restic that we run ourselves comes for a dump. Its token lives as long as this process, which is
 * the source: whatever became of the file, it is as it has to be before each dump. Safe for use by several threads.
 */
final class DumpHeader implements StreamEndpoint.Header {

    private static final Logger LOG = Logger.getLogger(DumpHeader.class);

    private final Path file;
    private final String token = TokenFile.fresh();

    DumpHeader(Path file) {
        this.file = file;
    }

    String token() {
        return token;
    }

    @Override
    public synchronized Path file() throws IOException {
        String wrong = wrong();
        if (!wrong.isEmpty()) {
            OwnerOnly.write(file, line());
            LOG.infof("made: our own restic comes for dumps with it file=%s reason=\"%s\"", file, wrong);
        }
        return file;
    }

    /** Also after a restart: the line of the process before is none any more. */
    private String wrong() {
        try {
            return Arrays.equals(Files.readAllBytes(file), line().getBytes(StandardCharsets.UTF_8))
                    ? ""
                    : "it held another line";
        } catch (NoSuchFileException e) {
            return "it was not there";
        } catch (IOException e) {
            return "it could not be read (" + e.getMessage() + ")";
        }
    }

    private String line() {
        return "Authorization: Bearer " + token + "\n";
    }
}
