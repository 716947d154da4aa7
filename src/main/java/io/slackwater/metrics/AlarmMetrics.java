package io.slackwater.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Counts raised alarms by source and severity, and requests to the outside that failed. */
public final class AlarmMetrics {

    private final Supplier<Map<String, Long>> deliveryFailures;
    private final MeterRegistry meters;
    private final Map<String, FunctionCounter> channels = new HashMap<>();

    /**
     * Registers a gauge for each source and severity, also for those without an alarm.
     *
     * @param deliveryFailures how many messages each channel of the policy did not accept, by its name
     */
    public AlarmMetrics(
            Alarms alarms,
            Supplier<Map<String, Long>> deliveryFailures,
            Supplier<Number> pingFailures,
            MeterRegistry meters) {
        this.deliveryFailures = deliveryFailures;
        this.meters = meters;
        for (AlarmSource source : AlarmSource.values()) {
            for (Alarm.Severity severity : Alarm.Severity.values()) {
                Gauge.builder("slackwater.alarms", () -> alarms.raised(source, severity))
                        .description("Alarms that are raised")
                        .tag("source", source.word())
                        .tag("severity", severity.word())
                        .register(meters);
            }
        }
        FunctionCounter.builder(
                        "slackwater.ping.failures",
                        pingFailures,
                        count -> count.get().doubleValue())
                .description("Dead-man pings that failed")
                .register(meters);
    }

    /** Registers a counter for each new channel of the policy, and removes those of other channels. */
    public synchronized void refresh() {
        Set<String> names = deliveryFailures.get().keySet();
        names.forEach(name -> channels.computeIfAbsent(name, this::counter));
        channels.entrySet().removeIf(one -> !names.contains(one.getKey()) && meters.remove(one.getValue()) != null);
    }

    private FunctionCounter counter(String channel) {
        return FunctionCounter.builder(
                        "slackwater.alert.delivery.failures",
                        deliveryFailures,
                        all -> all.get().getOrDefault(channel, 0L))
                .description("Messages that the channel did not accept")
                .tag("channel", channel)
                .register(meters);
    }
}
