package io.slackwater.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import java.util.function.Supplier;

/** Counts raised alarms by source and severity, and requests to the outside that failed. */
public final class AlarmMetrics {

    private AlarmMetrics() {}

    /** Registers a gauge for each source and severity, also for those without an alarm. */
    public static void register(
            Alarms alarms, Supplier<Number> channelFailures, Supplier<Number> pingFailures, MeterRegistry meters) {
        for (AlarmSource source : AlarmSource.values()) {
            for (Alarm.Severity severity : Alarm.Severity.values()) {
                Gauge.builder("slackwater.alarms", () -> alarms.raised(source, severity))
                        .description("Alarms that are raised")
                        .tag("source", source.word())
                        .tag("severity", severity.word())
                        .register(meters);
            }
        }
        failures("slackwater.webhook.failures", "Messages that a channel did not accept", channelFailures, meters);
        failures("slackwater.ping.failures", "Dead-man pings that failed", pingFailures, meters);
    }

    private static void failures(String name, String description, Supplier<Number> failures, MeterRegistry meters) {
        FunctionCounter.builder(name, failures, count -> count.get().doubleValue())
                .description(description)
                .register(meters);
    }
}
