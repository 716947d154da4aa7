package io.slackwater.kind.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Recognises the output of {@code pg_dumpall} by its first line, and a complete output by its last line. */
final class RolesScript {

    static final String BEGIN = "--\n-- PostgreSQL database cluster dump\n--\n";
    private static final String END = "-- PostgreSQL database cluster dump complete";
    private static final int TAIL = 1024;

    private byte[] head = new byte[0];
    private byte[] tail = new byte[0];

    void add(byte[] bytes, int offset, int length) {
        if (head.length < BEGIN.length()) {
            head = joined(head, bytes, offset, Math.min(length, BEGIN.length() - head.length));
        }
        byte[] all = joined(tail, bytes, offset, length);
        tail = all.length <= TAIL ? all : Arrays.copyOfRange(all, all.length - TAIL, all.length);
    }

    private static byte[] joined(byte[] first, byte[] second, int offset, int length) {
        byte[] all = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, offset, all, first.length, length);
        return all;
    }

    /** The problem of the script; empty when it is complete. */
    Optional<String> wrong() {
        if (!new String(head, StandardCharsets.UTF_8).equals(BEGIN)) {
            return Optional.of("it does not begin like a dump of pg_dumpall");
        }
        // Since 17.6 the script is bracketed by \restrict and \\unrestrict; the second may come after the last comment.
        List<String> lines = new String(tail, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("--") && !line.startsWith("\\unrestrict"))
                .toList();
        return !lines.isEmpty() && lines.getLast().equals(END)
                ? Optional.empty()
                : Optional.of("its last line is not '" + END + "'");
    }
}
