package io.slackwater.alert.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Posts to an incoming webhook as Slack defined it. Mattermost and Discord accept the same form. */
record ChatTransport(URI url, HttpSender http, MessageText text) implements Transport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DISCORD = Set.of("discord.com", "discordapp.com");

    /** Discord refuses more than 2000 characters. */
    private static final int LONGEST = 1900;

    @Override
    public SendResult send(Message message) throws InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("text", escaped(PlainText.cut(text.title(message) + "\n" + text.body(message), LONGEST)));
        return http.post(address(), Map.of(), body.toString());
    }

    /** Discord takes this form only at an address of its own (Discord documentation, "Slack-Compatible Webhook"). */
    private URI address() {
        String address = url.toString();
        return DISCORD.contains(url.getHost()) && url.getQuery() == null && !address.endsWith("/slack")
                ? URI.create(address.replaceFirst("/+$", "") + "/slack")
                : url;
    }

    /**
     * Escapes the characters with a meaning (Slack documentation, "Escaping text"). A name from outside can then neither
     * make a link nor call all members of the chat.
     */
    private static String escaped(String text) {
        return PlainText.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200b");
    }
}
