package io.slackwater.alert.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.alert.Notice;
import io.slackwater.health.Words;
import io.slackwater.journal.AlarmRecord;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts JSON for programs. Each message has a {@code text}, which chat services show. */
record WebhookTransport(URI url, HttpSender http, MessageText text) implements Transport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LISTED = 100;

    @Override
    public SendResult send(Message message) throws InterruptedException {
        return http.post(url, Map.of(), body(message));
    }

    private String body(Message message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", 1);
        body.put("instance", text.instance());
        switch (message) {
            case Message.Single(Notice notice) -> single(notice, body);
            case Message.Digest digest -> digest(digest, body);
            case Message.Summary(Report report) -> {
                body.put("event", "report");
                body.put("since", Words.time(report.since()));
                body.put("at", Words.time(report.until()));
                body.put("backups", report.backups());
                body.put("verified", report.verified());
                body.put("datasets", report.datasets());
                body.put("grownBytes", report.grownBytes());
                body.put("failed", report.failed());
                body.put("notProtected", report.notProtected());
                body.put("alarms", report.alarms());
                body.put("text", text.title(message) + "\n" + text.body(message));
            }
            case Message.Test test -> {
                body.put("event", "test");
                body.put("at", Words.time(test.at()));
                body.put("text", text.title(message) + "\n" + text.body(message));
            }
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the notice about an alarm cannot be written as JSON", e);
        }
    }

    private void single(Notice notice, Map<String, Object> body) {
        alarm(notice, body);
        body.put("text", sentence(notice));
    }

    private void alarm(Notice notice, Map<String, Object> body) {
        AlarmRecord alarm = notice.alarm();
        body.put("event", notice.event().word());
        body.put("key", alarm.key());
        body.put("severity", alarm.severity());
        body.put("title", text.title(alarm));
        body.put("detail", alarm.detail());
        body.put("remedy", text.remedy(alarm));
        body.put("since", Words.time(alarm.since()));
        body.put("at", Words.time(notice.at()));
    }

    private void digest(Message.Digest digest, Map<String, Object> body) {
        body.put("event", "digest");
        body.put("at", Words.time(digest.at()));
        for (Notice.Event event : Notice.Event.values()) {
            body.put(event.word(), digest.count(event));
        }
        List<Map<String, Object>> alarms = digest.notices().stream()
                .limit(LISTED)
                .map(notice -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    alarm(notice, one);
                    return one;
                })
                .toList();
        body.put("alarms", alarms);
        body.put("text", text.title(digest) + "\n" + text.body(digest));
    }

    /** The alarm as one line, as chat services (Slack, Mattermost, Rocket.Chat, Google Chat) show it. */
    private String sentence(Notice notice) {
        AlarmRecord alarm = notice.alarm();
        return notice.event() == Notice.Event.RECOVERED
                ? "[over] %s: %s".formatted(text.instance(), text.title(alarm))
                : "[%s] %s: %s. %s %s"
                        .formatted(
                                alarm.severity(),
                                text.instance(),
                                text.title(alarm),
                                alarm.detail(),
                                text.remedy(alarm));
    }
}
