package io.slackwater.alert.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends by a Telegram bot, as plain text: a name from outside never becomes a mark or a link.
 *
 * @param api the address of the Bot API
 */
record TelegramTransport(URI api, SecretFile token, String chat, HttpSender http, MessageText text)
        implements Transport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("[0-9]{3,20}:[A-Za-z0-9_-]{10,100}");

    /** The Bot API refuses more than 4096 characters (method sendMessage). */
    private static final int LONGEST = 4000;

    @Override
    public SendResult send(Message message) throws InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("chat_id", chat);
        body.put(
                "text", PlainText.cut(PlainText.printable(text.title(message) + "\n\n" + text.body(message)), LONGEST));
        body.putObject("link_preview_options").put("is_disabled", true);
        try {
            String secret = token.read();
            if (!TOKEN.matcher(secret).matches()) {
                return SendResult.refused(
                        Fault.SECRET_FILE, "The file %s has no token as BotFather shows it.".formatted(token.path()));
            }
            URI method = URI.create(api.toString().replaceFirst("/+$", "") + "/bot" + secret + "/sendMessage");
            return switch (http.exchange(method, Map.of(), body.toString())) {
                case HttpReply.Failed(Fault fault, String reason) -> SendResult.refused(fault, reason);
                case HttpReply.Answer answer -> result(answer);
            };
        } catch (SecretFile.Unusable e) {
            return e.result();
        }
    }

    /** Decides by the number of the error; its description is only shown (Bot API, "Making requests"). */
    private static SendResult result(HttpReply.Answer answer) {
        if (answer.good()) {
            return new SendResult.Accepted();
        }
        JsonNode error = error(answer.body());
        JsonNode parameters = error.path("parameters");
        String reason = answer.reason();
        if (error.path("description").isTextual()) {
            reason += ": "
                    + PlainText.cut(
                            PlainText.printable(error.path("description").asText()), 200);
        }
        if (parameters.path("migrate_to_chat_id").isIntegralNumber()) {
            reason +=
                    ". The chat is now " + parameters.path("migrate_to_chat_id").asText();
        }
        Optional<Duration> wait = parameters.path("retry_after").isIntegralNumber()
                ? Optional.of(Duration.ofSeconds(parameters.path("retry_after").asLong()))
                : answer.retryAfter();
        return new SendResult.Refused(fault(answer.status()), reason, wait);
    }

    private static Fault fault(int status) {
        return switch (status) {
            // A token of a removed bot is 401, and a token of the wrong form is 404.
            case 401, 404 -> Fault.CREDENTIALS;
            // The chat is unknown, or the bot was blocked or removed.
            case 400, 403 -> Fault.RECEIVER;
            case 429 -> Fault.BUSY;
            default -> Fault.UNREACHABLE;
        };
    }

    private static JsonNode error(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).orElseGet(JSON::createObjectNode);
        } catch (JsonProcessingException e) {
            // A proxy answered instead of Telegram.
            return JSON.createObjectNode();
        }
    }
}
