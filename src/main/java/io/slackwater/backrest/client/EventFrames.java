package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads Backrest's event stream. The Connect protocol sends each event as a frame: one byte of flags, four bytes of
 * length, the JSON.
 */
public final class EventFrames {

    private static final Logger LOG = Logger.getLogger(EventFrames.class);

    /** The largest accepted frame. Backrest's events are smaller. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /** The flag of the last frame, which contains no event. */
    private static final int END = 2;

    private EventFrames() {}

    /** Passes each event to the consumer until Backrest ends the stream. */
    public static void read(HttpResponse<InputStream> answer, Consumer<ObjectNode> hear)
            throws BackrestException, IOException {
        if (answer.statusCode() != 200) {
            throw new BackrestException(
                    Reason.FAILED, "Backrest answered the request for events with status " + answer.statusCode());
        }
        try (DataInputStream frames = new DataInputStream(answer.body())) {
            while (frames.readByte() != END) {
                int length = frames.readInt();
                if (length < 0 || length > MOST_BYTES) {
                    throw new BackrestException(
                            Reason.INCOMPATIBLE,
                            "Backrest's event stream has a frame of " + length + " bytes, which is not possible");
                }
                byte[] text = new byte[length];
                frames.readFully(text);
                Wire.object(new String(text, StandardCharsets.UTF_8)).ifPresent(hear);
            }
        }
    }

    /** Ends the stream, even before Backrest's first answer. */
    public static void close(CompletableFuture<HttpResponse<InputStream>> exchange) {
        exchange.cancel(true);
        exchange.thenAccept(answer -> {
            try {
                answer.body().close();
            } catch (IOException e) {
                LOG.debugf("Backrest's event stream broke off reason=%s", e);
            }
        });
    }
}
