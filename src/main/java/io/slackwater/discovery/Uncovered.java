package io.slackwater.discovery;

/**
 * Something that no dataset protects.
 *
 * @param subject the thing in the user's words: {@code service db of project shop}, {@code volume shop_data}
 * @param reason why not
 * @param remedy what to do: a label, or the compose line that would fix it
 */
public record Uncovered(Severity severity, WorkloadId workload, String subject, String reason, String remedy) {

    public enum Severity {
        /** Data that is lost when the disk dies: alarms. */
        ALARM,
        /** Left out on purpose, by the user or by rule: shown, silent. */
        NOTE
    }
}
