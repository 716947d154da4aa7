package io.slackwater.kind;

import io.slackwater.repository.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * The dump in a verified snapshot of a stream.
 *
 * @param file the name of the snapshot's one file
 * @param facts the journaled facts about the service at the time of the dump
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

    /** Reads a short dump. */
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
