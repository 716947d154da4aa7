package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of contents as pg_restore 17 prints it. */
class DatabaseEntriesTest {

    private static final String LIST = """
            ; Archive created at 2026-11-23 11:00:00 UTC
            ;     dbname: app
            3401; 1262 16384 DATABASE - app appowner
            3402; 0 0 COMMENT - DATABASE app appowner
            3403; 0 0 ACL - DATABASE app appowner
            3404; 0 0 SECURITY LABEL - DATABASE app appowner
            3405; 0 0 DATABASE PROPERTIES - app appowner
            2; 3079 16385 EXTENSION - vector
            3406; 0 0 COMMENT - EXTENSION vector
            220; 1259 16700 TABLE public DATABASE appowner
            3407; 0 0 ACL public TABLE "DATABASE - x" appowner
            3408; 0 16700 TABLE DATA public DATABASE appowner
            """;

    @Test
    void onlyTheEntriesAboutTheDatabaseItselfArePrinted() {
        assertThat(script(LIST)).endsWith("3<<'EOF'\n3401\n3402\n3403\n3404\n3405\nEOF\n");
    }

    @Test
    void aNameInTheTableOfContentsIsNotRunByTheShell() {
        assertThat(script("3401; 1262 16384 DATABASE - $(reboot) appowner\nEOF\n"))
                .isEqualTo("exec pg_restore --create -L /dev/fd/3 -f - 3<<'EOF'\n3401\nEOF\n");
    }

    private static String script(String list) {
        List<String> argv = DatabaseEntries.script(list).argv();
        assertThat(argv).startsWith("sh", "-c").hasSize(3);
        return argv.getLast();
    }
}
