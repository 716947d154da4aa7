package io.slackwater.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.health.Words;
import io.slackwater.journal.AlarmRecord;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Posts notices as JSON to the policy's {@code alerts.webhook}, in order. A separate thread sends them, so that callers
 * never wait. Without a webhook in the policy, every notice counts as accepted. Safe for use by several threads.
 */
public final class Webhook implements AlarmSink, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Webhook.class);

    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<Optional<URI>> url;
    private final Supplier<String> instance;
    private final HttpCall http;
    /**
     * Sends the notices. Its queue holds at most one notice of each alarm, because {@link Alarms} waits for the result.
     */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("slackwater-webhook").factory());

    private final AtomicLong failures = new AtomicLong();

    /**
     * @param url returns the policy's {@code alerts.webhook}; called for each notice
     * @param instance returns the policy's {@code instance}
     */
    public Webhook(Supplier<Optional<URI>> url, Supplier<String> instance, Duration timeout) {
        this.url = url;
        this.instance = instance;
        this.http = new HttpCall(timeout);
    }

    @Override
    public void send(Notice notice, Consumer<Boolean> done) {
        Optional<URI> address = url.get();
        if (address.isEmpty()) {
            done.accept(true);
            return;
        }
        try {
            sender.execute(() -> deliver(address.get(), notice, done));
        } catch (RejectedExecutionException e) {
            failed("not sent, because Slackwater is stopping; the next start sends it", notice);
        }
    }

    /** Returns the number of failed requests since the start. */
    public long failures() {
        return failures.get();
    }

    private void deliver(URI address, Notice notice, Consumer<Boolean> done) {
        try {
            Optional<String> failure = http.call(
                    address,
                    request -> request.header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body(notice))));
            failure.ifPresent(why -> failed(why, notice));
            done.accept(failure.isEmpty());
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "webhook=failed by an unexpected error alarm=%s",
                    notice.alarm().key());
        } catch (InterruptedException e) {
            // The webhook is closed. The journal keeps undelivered notices, and the next start sends them.
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String why, Notice notice) {
        failures.incrementAndGet();
        LOG.warnf(
                "webhook=failed alarm=%s event=%s %s",
                notice.alarm().key(), notice.event().word(), why);
    }

    private String body(Notice notice) {
        AlarmRecord alarm = notice.alarm();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", 1);
        body.put("instance", instance.get());
        body.put("event", notice.event().word());
        body.put("key", alarm.key());
        body.put("severity", alarm.severity());
        body.put("title", alarm.title());
        body.put("detail", alarm.detail());
        body.put("remedy", alarm.remedy());
        body.put("since", Words.time(alarm.since()));
        body.put("at", Words.time(notice.at()));
        // What chat services (Slack, Mattermost, Rocket.Chat, Google Chat) show of an incoming webhook.
        body.put("text", text(notice));
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the notice about an alarm cannot be written as JSON", e);
        }
    }

    private String text(Notice notice) {
        AlarmRecord alarm = notice.alarm();
        return notice.event() == Notice.Event.RECOVERED
                ? "[over] %s: %s".formatted(instance.get(), alarm.title())
                : "[%s] %s: %s. %s %s"
                        .formatted(alarm.severity(), instance.get(), alarm.title(), alarm.detail(), alarm.remedy());
    }

    @Override
    public void close() {
        sender.shutdownNow();
        http.close();
    }
}
