package io.slackwater.alert.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.alert.Notice;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes to a topic of an ntfy server as JSON (ntfy documentation, "Publish as JSON"), because a header holds only
 * Latin letters.
 *
 * @param topic the address of the topic
 * @param token the file with the access token; empty for a public topic
 */
record NtfyTransport(URI topic, Optional<SecretFile> token, HttpSender http, MessageText text) implements Transport {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** ntfy makes an attachment of a message with more than 4096 bytes. A letter has up to two bytes in our languages. */
    private static final int LONGEST = 1900;

    private static final int URGENT = 5;
    private static final int HIGH = 4;
    private static final int NORMAL = 3;
    private static final int LOW = 2;

    @Override
    public SendResult send(Message message) throws InterruptedException {
        String path = topic.getRawPath().replaceFirst("/+$", "");
        int last = path.lastIndexOf('/');
        ObjectNode body = JSON.createObjectNode();
        body.put("topic", path.substring(last + 1));
        body.put("title", text.title(message));
        body.put("message", PlainText.cut(PlainText.printable(text.body(message)), LONGEST));
        body.put("priority", priority(message));
        try {
            Map<String, String> headers = token.isEmpty()
                    ? Map.of()
                    : Map.of("Authorization", "Bearer " + token.get().read());
            return http.post(topic.resolve(path.substring(0, last + 1)), headers, body.toString());
        } catch (SecretFile.Unusable e) {
            return e.result();
        }
    }

    private static int priority(Message message) {
        return switch (message) {
            case Message.Single(Notice notice) ->
                notice.event() == Notice.Event.RECOVERED ? LOW : notice.critical() ? URGENT : HIGH;
            case Message.Digest digest -> digest.notices().getFirst().critical() ? URGENT : HIGH;
            case Message.Summary _ -> LOW;
            case Message.Test _ -> NORMAL;
        };
    }
}
