package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import io.slackwater.journal.EndCause;
import java.nio.charset.StandardCharsets;

/** Checks that a dump by {@code pg_dumpall} is complete: it must end with the tool's last line. Needs no server. */
final class RolesCheck implements StreamCheck {

    static final String BEGIN = "--\n-- PostgreSQL database cluster dump\n--\n";

    private static final String END = "-- PostgreSQL database cluster dump complete";
    private static final int TAIL = 1024;

    private final String what;
    private String tail = "";

    RolesCheck(String what) {
        this.what = what;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        String all = tail + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        tail = all.substring(Math.max(0, all.length() - TAIL));
    }

    /** Accepts the line {@code \\unrestrict} after the last comment. Since PostgreSQL 17.6, it ends the script. */
    @Override
    public void complete() throws CaptureException {
        boolean whole = tail.lines()
                .filter(line -> !line.isBlank() && !line.equals("--") && !line.startsWith("\\unrestrict"))
                .reduce((_, last) -> last)
                .filter(END::equals)
                .isPresent();
        if (!whole) {
            throw new CaptureException(
                    "The " + what + " is damaged or cut off: its last line is not '" + END
                            + "'; check the server's log, and the repository if this repeats",
                    EndCause.NOT_WHOLE);
        }
    }
}
