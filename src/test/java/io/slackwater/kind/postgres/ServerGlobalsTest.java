package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerGlobalsTest {

    @Test
    void aNameWithALineBreakIsShownOnOneLine() {
        ServerGlobals globals = new ServerGlobals(Set.of(UndecodedText.of("ü\n\"\\x")), Set.of());

        assertThat(globals.words()).isEqualTo("the roles \"ü?\"\"\\x\"");
    }

    @Test
    void createdGlobalsAreNamed() throws Exception {
        ServerGlobals before = new ServerGlobals(Set.of("a"), Set.of("pg_default"));

        assertThat(ServerGlobals.of("{\"roles\":[\"a\",\"b \\\"c\"],\"tablespaces\":[\"pg_default\",\"t\"]}\n")
                        .without(before)
                        .words())
                .isEqualTo("the roles \"b \"\"c\" and the tablespaces \"t\"");
        assertThat(before.without(before).words()).isEqualTo("nothing");
    }
}
