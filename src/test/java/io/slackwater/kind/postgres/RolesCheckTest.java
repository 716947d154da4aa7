package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesCheckTest {

    private static final String WHOLE =
            RolesCheck.BEGIN + "CREATE ROLE a;\n--\n-- PostgreSQL database cluster dump complete\n--\n\n";
    private static final String LONG =
            RolesCheck.BEGIN + "\\restrict abc\n" + "-- x\n".repeat(500) + WHOLE.substring(RolesCheck.BEGIN.length());

    @Test
    void aStoredDumpWithoutItsEndIsDamaged() throws Exception {
        check(WHOLE, 5000).complete();

        assertThatThrownBy(check(WHOLE.substring(0, WHOLE.length() - 20), 5000)::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageStartingWith("The stored dump of the roles is damaged or cut off: its last line is not");
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

    private static RolesCheck check(String stored, int piece) {
        RolesCheck check = new RolesCheck("stored dump of the roles");
        byte[] bytes = stored.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            check.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        return check;
    }
}
