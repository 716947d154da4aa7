package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump of roles on its way into the repository, and as it comes back. */
class RolesDumpTest {

    private static final String WHOLE =
            RolesCheck.BEGIN + "CREATE ROLE a;\n--\n-- PostgreSQL database cluster dump complete\n--\n\n";
    private static final String LONG =
            RolesCheck.BEGIN + "\\restrict abc\n" + "-- x\n".repeat(500) + WHOLE.substring(RolesCheck.BEGIN.length());

    @Test
    void aWholeDumpPassesUnchanged() throws Exception {
        Source source = new Source(WHOLE);
        byte[] read = new byte[WHOLE.length()];
        try (RolesDump dump = dump(source)) {
            assertThat(dump.read(read, 0, 10)).isEqualTo(10);
            assertThat(dump.read(read, 10, read.length)).isEqualTo(WHOLE.length() - 10);
            assertThat(dump.read(read, 0, 1)).isEqualTo(-1);
            dump.finish();
        }
        assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(WHOLE);
        assertThat(source.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pg_dumpall: error", RolesCheck.BEGIN + "CREATE ROLE a;\n"})
    void aDumpWithoutItsEndIsNotWholeAndIsTriedAgain(String cut) throws Exception {
        try (RolesDump dump = dump(new Source(cut))) {
            byte[] read = new byte[1000];
            assertThat(dump.read(read, 0, read.length)).isLessThan(read.length);

            assertThatThrownBy(dump::finish)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE))
                    .hasMessageStartingWith("The dump is not whole: its last line is not");
        }
    }

    @Test
    void aStoredDumpWithoutItsEndIsDamaged() throws Exception {
        check(WHOLE, 5000).complete();

        assertThatThrownBy(check(WHOLE.substring(0, WHOLE.length() - 20), 5000)::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageStartingWith("The stored roles are damaged: its last line is not");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5000})
    void aCompleteScriptPassesInChunksOfAnySize(int piece) throws Exception {
        check(LONG, piece).complete();
        check(LONG + "\\unrestrict abc\n\n", piece).complete();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 60, 1000, 2000})
    void aTruncatedScriptFails(int missing) {
        assertThatThrownBy(check(LONG.substring(0, LONG.length() - missing), 64)::complete)
                .isInstanceOf(CaptureException.class);
    }

    private static RolesDump dump(DumpSource source) {
        return new RolesDump(source, new RolesCheck("The dump is not whole", EndCause.SOURCE));
    }

    private static RolesCheck check(String stored, int piece) {
        RolesCheck check = new RolesCheck("The stored roles are damaged", EndCause.NOT_WHOLE);
        byte[] bytes = stored.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            check.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        return check;
    }

    private static final class Source implements DumpSource {

        private final ByteArrayInputStream bytes;
        private boolean closed;

        Source(String text) {
            bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return bytes.read(into, offset, Math.min(length, into.length - offset));
        }

        @Override
        public void finish() {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
