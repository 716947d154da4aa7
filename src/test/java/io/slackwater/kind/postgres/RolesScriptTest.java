package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesScriptTest {

    private static final String SCRIPT =
            "--\n-- PostgreSQL database cluster dump\n--\n\n\\restrict abc\n\nCREATE ROLE a;\n" + "-- x\n".repeat(500)
                    + "--\n-- PostgreSQL database cluster dump complete\n--\n\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5000})
    void aCompleteScriptPassesInChunksOfAnySize(int piece) {
        assertThat(wrong(SCRIPT, piece)).isEmpty();
        assertThat(wrong(SCRIPT + "\\unrestrict abc\n\n", piece)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 60, 1000, 2000})
    void aTruncatedScriptFails(int missing) {
        assertThat(wrong(SCRIPT.substring(0, SCRIPT.length() - missing), 64)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-- PostgreSQL database cluster dump complete\n"})
    void anotherFileIsNoDump(String text) {
        assertThat(wrong(text, 10)).hasValueSatisfying(why -> assertThat(why).contains("begin"));
    }

    private static Optional<String> wrong(String text, int piece) {
        RolesScript script = new RolesScript();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            script.add(bytes, at, Math.min(piece, bytes.length - at));
        }
        return script.wrong();
    }
}
