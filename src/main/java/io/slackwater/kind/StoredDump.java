package io.slackwater.kind;

import io.slackwater.repository.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * The dump in a verified snapshot.
 *
 * @param file the name of the snapshot's only file
 * @param facts settings of the service at the time of the dump, as the journal recorded them
 */
public record StoredDump(
        String dataset,
        String snapshot,
        String format,
        String file,
        Map<String, String> facts,
        ExecFeed.Input content) {

    public StoredDump {
        facts = Map.copyOf(facts);
    }

    /** Reads the whole dump into memory. Meant for short dumps. */
    public String text(Charset charset) throws RestoreException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (RepositoryException | IOException e) {
            throw RestoreException.failed("reading snapshot " + snapshot, e);
        }
        return bytes.toString(charset);
    }
}
