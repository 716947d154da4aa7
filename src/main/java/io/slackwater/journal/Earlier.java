package io.slackwater.journal;

import io.slackwater.journal.RunRecord.Ended;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A run's earlier attempts as one column, one line each: {@code 1 2026-03-01T02:00:00Z the network was away}. */
final class Earlier {

    private Earlier() {}

    static String text(List<Ended> attempts) {
        return attempts.stream()
                .map(one -> one.attempt() + " " + one.at() + " " + one.reason())
                .collect(Collectors.joining("\n"));
    }

    static List<Ended> read(String text) {
        return text.lines().map(Earlier::line).toList();
    }

    private static Ended line(String line) {
        String[] parts = line.split(" ", 3);
        try {
            return new Ended(Integer.parseInt(parts[0]), Instant.parse(parts[1]), parts[2]);
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new JournalException("An earlier attempt in the journal is damaged: " + line, e);
        }
    }
}
