package io.slackwater.journal;

import io.slackwater.journal.RunRecord.Ended;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run's earlier attempts as two columns: one with a line each, {@code 1 2026-03-01T02:00:00Z the network was away}, and one with a
 * cause each, which has none for what ended before causes were recorded.
 */
final class Earlier {

    private Earlier() {}

    static String text(List<Ended> attempts) {
        return attempts.stream()
                .map(one -> one.attempt() + " " + one.at() + " " + one.reason())
                .collect(Collectors.joining("\n"));
    }

    static String causes(List<Ended> attempts) {
        return attempts.stream().map(one -> one.cause().name()).collect(Collectors.joining(" "));
    }

    static List<Ended> read(String text, String causes) {
        List<String> words = causes.isEmpty() ? List.of() : List.of(causes.split(" "));
        List<String> lines = text.lines().toList();
        List<Ended> attempts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            attempts.add(line(lines.get(i), i < words.size() ? words.get(i) : EndCause.UNKNOWN.name()));
        }
        return attempts;
    }

    private static Ended line(String line, String cause) {
        String[] parts = line.split(" ", 3);
        try {
            return new Ended(Integer.parseInt(parts[0]), Instant.parse(parts[1]), EndCause.valueOf(cause), parts[2]);
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new JournalException("An earlier attempt in the journal is damaged: " + line, e);
        }
    }
}
