package io.slackwater.alert.channel;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.health.Words;
import io.slackwater.journal.ChannelRecord;
import io.slackwater.journal.ChannelStore;
import io.slackwater.policy.ChannelPolicy;
import io.slackwater.policy.ChannelPolicy.Destination;
import io.slackwater.policy.Policy;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The channels of the policy in force. Each has a thread of its own. Safe for use by several threads.
 *
 * <p>A change of the policy replaces the changed channels only.
 */
public final class Channels implements AutoCloseable {

    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAIL_TIMEOUT = Duration.ofSeconds(20);

    /** A receiver that restarts is away for moments. */
    private static final Duration AWAY = Duration.ofMinutes(1);

    private final Alarms alarms;
    private final ReportBuilder reports;
    private final Clock clock;
    private final ChannelStore store;
    private final Path secrets;
    private final Vertx vertx;
    private final HttpCall http = new HttpCall(HTTP_TIMEOUT);
    private Map<String, Running> running = Map.of();

    /**
     * @param channel as the policy defines it
     * @param zone the policy's time zone, which messages and quiet hours use
     */
    private record Running(
            ChannelPolicy channel, ZoneId zone, ChannelDelivery delivery, ChannelThread thread, AtomicLong failures) {

        boolean is(ChannelPolicy other, ZoneId of) {
            return channel.equals(other) && zone.equals(of);
        }
    }

    /** Makes no channel yet: call {@link #use}. */
    public Channels(Alarms alarms, ReportBuilder reports, ChannelStore store, Path secrets, Vertx vertx, Clock clock) {
        this.alarms = alarms;
        this.reports = reports;
        this.clock = clock;
        this.store = store;
        this.secrets = secrets;
        this.vertx = vertx;
        alarms.onObserved(this::wake);
    }

    /** Makes the channels of the policy, and ends the others. */
    public synchronized void use(Policy policy) {
        Map<String, Running> next = new LinkedHashMap<>();
        policy.alerts().channels().forEach((name, channel) -> {
            Running before = running.get(name);
            next.put(
                    name,
                    before != null && before.is(channel, policy.timezone())
                            ? before
                            : start(
                                    channel,
                                    policy.instance(),
                                    policy.timezone(),
                                    before != null ? before.failures() : new AtomicLong()));
        });
        running.values().stream()
                .filter(one -> next.get(one.channel().id()) != one)
                .forEach(one -> one.thread().close());
        running = next;
        alarms.onlyChannels(next.keySet());
        store.all().stream()
                .map(ChannelRecord::name)
                .filter(name -> !next.containsKey(name))
                .forEach(store::remove);
    }

    private Running start(ChannelPolicy channel, String instance, ZoneId zone, AtomicLong failures) {
        MessageText text = new MessageText(channel.language(), instance, zone);
        ChannelDelivery delivery = new ChannelDelivery(
                channel,
                zone,
                transport(channel.destination(), text),
                new ChannelState(channel.id(), store),
                new ChannelDelivery.Context(alarms, reports, clock, failures::incrementAndGet));
        return new Running(channel, zone, delivery, new ChannelThread(channel.id(), delivery::round), failures);
    }

    private Transport transport(Destination destination, MessageText text) {
        HttpSender sender = new HttpSender(http);
        return switch (destination) {
            case Destination.Webhook to -> new WebhookTransport(to.url(), sender, text);
            case Destination.Chat to -> new ChatTransport(to.url(), sender, text);
            case Destination.Ntfy to ->
                new NtfyTransport(to.url(), to.tokenFile().map(this::secret), sender, text);
            case Destination.Telegram to ->
                new TelegramTransport(to.url(), secret(to.tokenFile()), to.chat(), sender, text);
            case Destination.Email to -> new EmailTransport(to, secrets, vertx, text, MAIL_TIMEOUT);
        };
    }

    private SecretFile secret(String path) {
        return new SecretFile(secrets, path);
    }

    private synchronized List<Running> all() {
        return List.copyOf(running.values());
    }

    private void wake() {
        all().forEach(one -> one.thread().wake());
    }

    /**
     * A channel as people see it, without secrets.
     *
     * @param type as in the policy
     * @param lastSent when the receiver last accepted a message
     * @param failing since when it accepts no message; empty when its last message was accepted
     * @param lastFailed when it last did not accept a message
     * @param lastFailure why; empty without a failure
     * @param waiting how many notices it has not accepted yet
     * @param nextTry when it is tried again after a failure
     */
    public record View(
            String name,
            String type,
            Optional<Instant> lastSent,
            Optional<Instant> failing,
            Optional<Instant> lastFailed,
            String lastFailure,
            int waiting,
            Optional<Instant> nextTry) {}

    /** Returns the channels in the order of the policy. */
    public List<View> views() {
        return all().stream().map(Channels::view).toList();
    }

    private static View view(Running one) {
        ChannelRecord known = one.delivery().state().get();
        return new View(
                known.name(),
                one.channel().destination().type().word(),
                known.lastSent(),
                known.failing(),
                known.lastFailed(),
                known.failure(),
                one.delivery().waiting(),
                one.delivery().nextTry());
    }

    /**
     * Sends a test message and waits for the answer.
     *
     * @return why the receiver did not accept it; empty when it did
     */
    public Optional<String> test(String name) throws InterruptedException {
        Optional<Running> channel =
                all().stream().filter(one -> one.channel().id().equals(name)).findFirst();
        if (channel.isEmpty()) {
            return Optional.of("the policy has no channel %s any more".formatted(name));
        }
        SendResult result = channel.get().delivery().test();
        channel.get().thread().wake();
        return result instanceof SendResult.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** Returns how many messages each channel of the policy did not accept since the start, by the channel's name. */
    public Map<String, Long> failures() {
        return all().stream()
                .collect(Collectors.toMap(
                        one -> one.channel().id(), one -> one.failures().get()));
    }

    /** Returns an alarm for each channel that accepts no message. */
    public List<Alarm> failing() {
        List<Alarm> alarms = new ArrayList<>();
        for (Running one : all()) {
            ChannelRecord known = one.delivery().state().get();
            known.failing().ifPresent(since -> alarms.add(alarm(known, since)));
        }
        return alarms;
    }

    private static Alarm alarm(ChannelRecord channel, Instant since) {
        Fault fault = Fault.valueOf(channel.fault());
        return AlarmSource.CHANNEL
                .warning(
                        channel.name(),
                        AlarmText.of("title.channel", channel.name()),
                        "Since %s: %s".formatted(Words.time(since), channel.failure()),
                        fault.remedy().then(AlarmText.of("remedy.channel.then", channel.name())))
                .after(fault.lasting() ? Duration.ZERO : AWAY)
                .because(List.of(fault));
    }

    @Override
    public void close() {
        all().forEach(one -> one.thread().close());
        http.close();
    }
}
