package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
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
            RolesScript.BEGIN + "CREATE ROLE a;\n--\n-- PostgreSQL database cluster dump complete\n--\n\n";

    @Test
    void aWholeDumpPassesUnchanged() throws Exception {
        Source source = new Source(WHOLE);
        byte[] read = new byte[WHOLE.length()];
        try (RolesDump dump = new RolesDump("dump of the roles", source)) {
            assertThat(dump.read(read, 0, 10)).isEqualTo(10);
            assertThat(dump.read(read, 10, read.length)).isEqualTo(WHOLE.length() - 10);
            assertThat(dump.read(read, 0, 1)).isEqualTo(-1);
            dump.finish();
        }
        assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(WHOLE);
        assertThat(source.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pg_dumpall: error", RolesScript.BEGIN + "CREATE ROLE a;\n"})
    void aDumpWithoutItsEndIsNotWholeAndIsTriedAgain(String cut) throws Exception {
        try (RolesDump dump = new RolesDump("dump of the roles", new Source(cut))) {
            byte[] read = new byte[1000];
            assertThat(dump.read(read, 0, read.length)).isLessThan(read.length);

            assertThatThrownBy(dump::finish)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.transientFailure()).isTrue())
                    .hasMessageStartingWith("The dump of the roles is not whole");
        }
    }

    @Test
    void aStoredDumpWithoutItsEndIsDamaged() throws Exception {
        check(WHOLE).complete();

        assertThatThrownBy(check(WHOLE.substring(0, WHOLE.length() - 20))::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.transientFailure()).isFalse())
                .hasMessageStartingWith("The stored roles are damaged or cut off");
    }

    private static RolesCheck check(String stored) {
        RolesCheck check = new RolesCheck("stored roles");
        check.write(stored.getBytes(StandardCharsets.UTF_8), 0, stored.length());
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
