package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** A dump of roles, into a server that has some of its roles and tablespaces. */
class MissingGlobalsTest {

    private static final String DUMP = UndecodedText.of("""
            -- PostgreSQL database cluster dump
            \\restrict abc
            SET client_encoding = 'UTF8';
            CREATE ROLE appowner;
            ALTER ROLE appowner WITH SUPERUSER PASSWORD 'SCRAM-1';
            CREATE ROLE "wéb app";
            ALTER ROLE "wéb app" WITH PASSWORD 'SCRAM-2';
            ALTER ROLE appowner2 WITH LOGIN;
            ALTER ROLE appowner SET a.b TO 'two
            lines';
            GRANT appowner TO "wéb app" WITH INHERIT TRUE GRANTED BY appowner;
            CREATE TABLESPACE fast OWNER appowner LOCATION '/fast';
            GRANT ALL ON TABLESPACE fast TO appowner2;
            \\unrestrict abc
            """);

    @Test
    void existingRolesKeepTheirPasswordAndTheOthersAreCreatedInOneTransaction() {
        assertThat(script(Set.of("pg_default"), true)).isEqualTo(UndecodedText.of("""
                        BEGIN;
                        SET client_encoding = 'UTF8';
                        CREATE ROLE "wéb app";
                        ALTER ROLE "wéb app" WITH PASSWORD 'SCRAM-2';
                        ALTER ROLE appowner2 WITH LOGIN;
                        GRANT appowner TO "wéb app" WITH INHERIT TRUE ;
                        COMMIT;
                        CREATE TABLESPACE fast OWNER appowner LOCATION '/fast';
                        GRANT ALL ON TABLESPACE fast TO appowner2;
                        """));
    }

    @Test
    void unneededTablespacesAreSkipped() {
        assertThat(script(Set.of("fast"), false))
                .isEqualTo(script(Set.of("pg_default"), false))
                .contains("GRANT appowner TO")
                .endsWith("COMMIT;\n")
                .doesNotContain("TABLESPACE");
    }

    @Test
    void rolesGetTheirRightsOnAnExistingTablespace() {
        assertThat(script(Set.of("fast"), true))
                .endsWith("GRANT ALL ON TABLESPACE fast TO appowner2;\nCOMMIT;\n")
                .doesNotContain("CREATE TABLESPACE");
    }

    @Test
    void nonAsciiNamesAreComparedByBytes() {
        MissingGlobals missing = new MissingGlobals(
                DUMP, new ServerGlobals(Set.of(UndecodedText.of("wéb app"), "other"), Set.of()), "postgres", true);

        assertThat(missing.script()).doesNotContain("SCRAM-2");
        assertThat(missing.kept()).containsExactly(UndecodedText.of("wéb app"));
    }

    private static String script(Set<String> tablespaces, boolean wanted) {
        return new MissingGlobals(DUMP, new ServerGlobals(Set.of("appowner"), tablespaces), "postgres", wanted)
                .script();
    }
}
