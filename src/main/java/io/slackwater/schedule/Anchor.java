package io.slackwater.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * From when on the times of one schedule count: when it was first seen, last edited or enabled, or last done. What came before is
 * not made up.
 *
 * @param since times up to and including this moment are over
 * @param done the "last done" that {@code since} took into account
 * @param rule the schedule as it was then; another one starts anew
 */
record Anchor(Instant since, Optional<Instant> done, String rule) {

    private static final Logger LOG = Logger.getLogger(Anchor.class);

    private static final String NEVER = "-";

    /** One line an anchor; the rule comes last because it has blanks. */
    static String write(Map<String, Anchor> anchors) {
        return anchors.entrySet().stream()
                .map(entry -> String.join(
                        " ",
                        entry.getKey(),
                        entry.getValue().since.toString(),
                        entry.getValue().done.map(Instant::toString).orElse(NEVER),
                        entry.getValue().rule))
                .collect(Collectors.joining("\n"));
    }

    /** A line that makes no sense is left out: its schedule then counts as first seen. */
    static Map<String, Anchor> read(String text) {
        Map<String, Anchor> anchors = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", 4);
            try {
                Optional<Instant> done =
                        parts[2].equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(parts[2]));
                anchors.put(parts[0], new Anchor(Instant.parse(parts[1]), done, parts[3]));
            } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
                LOG.warnf("schedule note line='%s' cannot be read, its schedule starts anew: %s", line, e.getMessage());
            }
        }
        return anchors;
    }
}
