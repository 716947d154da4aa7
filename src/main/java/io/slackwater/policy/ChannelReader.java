package io.slackwater.policy;

import io.slackwater.policy.ChannelPolicy.Destination;
import io.slackwater.policy.ChannelPolicy.Language;
import io.slackwater.policy.ChannelPolicy.Severity;
import io.slackwater.policy.ChannelPolicy.Tls;
import io.slackwater.policy.ChannelPolicy.Type;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the channels of {@code alerts}. */
final class ChannelReader {

    static final URI TELEGRAM = URI.create("https://api.telegram.org");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9a-fA-F:]+");
    private static final Pattern CHAT = Pattern.compile("-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}");
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9*?._-]+");
    private static final Pattern USER = Pattern.compile("\\P{Cntrl}+");

    /** Without spaces, commas and brackets: a text can then add neither a header nor a receiver. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]+@[A-Za-z0-9._-]+");

    private static final Pattern FILE = Pattern.compile("/secrets/[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private ChannelReader() {}

    /** Reads {@code webhook} and {@code channels}. The address of {@code webhook} is the channel of that name. */
    static Map<String, ChannelPolicy> read(Section alerts) {
        Map<String, ChannelPolicy> channels = new LinkedHashMap<>();
        alerts.find(ChannelPolicy.WEBHOOK, PolicyValues.webAddress())
                .ifPresent(url -> channels.put(
                        ChannelPolicy.WEBHOOK, ChannelPolicy.all(ChannelPolicy.WEBHOOK, new Destination.Webhook(url))));
        alerts.section("channels").named(Read.name()).forEach((id, entry) -> {
            if (channels.containsKey(id)) {
                entry.problem("the name belongs to alerts.webhook; choose another name");
            }
            channel(id, entry).ifPresent(channel -> channels.put(id, channel));
        });
        return channels;
    }

    private static Optional<ChannelPolicy> channel(String id, Section entry) {
        Severity severity = entry.get("severity", Severity.WARNING, Read.word(Severity.class));
        Set<String> workloads = entry.list(
                "workloads", Set.of(), Read.matching(GLOB, "a workload's id; * stands for any characters, ? for one"));
        Set<String> sources =
                entry.list("sources", Set.of(), Read.oneOf("a source of alarms", sorted(ChannelPolicy.SOURCES)));
        Optional<QuietHours> quiet = entry.find("quiet", QuietHours.read());
        Language language = entry.get("language", Language.EN, Read.word(Language.class));
        Optional<CronSchedule> report = entry.find("report", PolicyValues.CRON);
        Optional<Type> type = entry.required("type", Read.word(Type.class), "email");
        if (type.isEmpty()) {
            // The keys of an unknown type would be reported as unknown.
            entry.ignoreOthers();
        }
        return type.map(one ->
                new ChannelPolicy(id, destination(one, entry), severity, workloads, sources, quiet, language, report));
    }

    private static Destination destination(Type type, Section entry) {
        return switch (type) {
            case WEBHOOK -> new Destination.Webhook(url(entry));
            case CHAT -> new Destination.Chat(url(entry));
            case NTFY -> new Destination.Ntfy(topic(entry), entry.find("tokenFile", secretFile()));
            case TELEGRAM ->
                new Destination.Telegram(
                        entry.get("url", TELEGRAM, PolicyValues.webAddress()),
                        entry.require("tokenFile", "", secretFile(), "/secrets/telegram.token"),
                        entry.require(
                                "chat",
                                "",
                                Read.matching(CHAT, "the number of a chat, or @name of a channel"),
                                "\"-1001234567890\""));
            case EMAIL -> email(entry);
        };
    }

    private static URI url(Section entry) {
        return entry.require("url", TELEGRAM, PolicyValues.webAddress(), "https://chat.example.org/hooks/abc");
    }

    private static URI topic(Section entry) {
        URI url = entry.require("url", TELEGRAM, PolicyValues.webAddress(), "https://ntfy.sh/my-topic");
        if (!url.equals(TELEGRAM)
                && String.valueOf(url.getPath()).replace("/", "").isEmpty()) {
            entry.problem("url", "names no topic; allowed: the address of a topic, like https://ntfy.sh/my-topic");
        }
        return url;
    }

    private static Destination email(Section entry) {
        Tls tls = entry.get("tls", Tls.STARTTLS, Read.word(Tls.class));
        Read<String> address = Read.matching(ADDRESS, "an e-mail address like ops@example.org");
        Destination.Email email = new Destination.Email(
                entry.require("host", "", Read.matching(HOST, "a host name or an IP address"), "smtp.example.org"),
                entry.get("port", tls.port(), Read.number(1, 65_535)),
                tls,
                entry.find("user", Read.matching(USER, "a text on one line")),
                entry.find("passwordFile", secretFile()),
                entry.find("caFile", secretFile()),
                entry.require("from", "", address, "slackwater@example.org"),
                List.copyOf(entry.list("to", Set.of(), address)));
        if (email.to().isEmpty()) {
            entry.problem("to", "has no receiver, for example `to: [ops@example.org]`");
        }
        if (email.user().isPresent() != email.passwordFile().isPresent()) {
            entry.problem("user", "user and passwordFile belong together; set both or none");
        }
        if (tls == Tls.NONE && email.user().isPresent()) {
            entry.problem("tls", "none would send the password in clear text; use starttls or tls");
        }
        return email;
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    /** A file of the secrets directory itself. Its directory {@code keys} has the keys of repositories. */
    private static Read<String> secretFile() {
        return Read.matching(FILE, "a file in /secrets, like /secrets/smtp.password");
    }
}
