package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseDefinitionTest {

    private static final String SCRIPT = """
            -- PostgreSQL database dump
            \\restrict abc
            SET statement_timeout = 0;
            CREATE DATABASE "we ird-DB" WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE_PROVIDER = libc LOCALE = 'C';
            ALTER DATABASE "we ird-DB" OWNER TO webapp;
            \\connect "we ird-DB"
            ALTER DATABASE "we ird-DB" SET work_mem TO '17MB';
            CREATE FUNCTION f() RETURNS text AS $$
            ALTER DATABASE "we ird-DB" OWNER TO mallory;
            $$;
            """;

    @Test
    void theDatabaseIsMadeAsTheOldOneUnderTheNewName() {
        DatabaseDefinition definition =
                DatabaseDefinition.read(SCRIPT, "a\"b=c").orElseThrow();

        assertThat(definition.create())
                .isEqualTo("CREATE DATABASE \"a\"\"b=c\" WITH TEMPLATE = template0 ENCODING = 'LATIN1'"
                        + " LOCALE_PROVIDER = libc LOCALE = 'C';");
        assertThat(definition.settings())
                .containsExactly(
                        "ALTER DATABASE \"a\"\"b=c\" OWNER TO webapp;",
                        "ALTER DATABASE \"a\"\"b=c\" SET work_mem TO '17MB';");
    }

    @Test
    void whatStandsInAFunctionIsNeverExecuted() {
        assertThat(DatabaseDefinition.read(SCRIPT, "x").orElseThrow().script("it\'s here"))
                .doesNotContain("mallory");
    }

    @Test
    void anUnquotedNameIsFoundToo() {
        String script = "CREATE DATABASE app WITH TEMPLATE = template0;\nALTER DATABASE app OWNER TO o;\n";
        assertThat(DatabaseDefinition.read(script, "n").orElseThrow().script("it\'s here"))
                .isEqualTo(
                        "CREATE DATABASE \"n\" WITH TEMPLATE = template0;\nCOMMENT ON DATABASE \"n\" IS 'it''s here';\n"
                                + "ALTER DATABASE \"n\" OWNER TO o;\n");
    }

    @Test
    void aScriptWithoutADatabaseDefinesNone() {
        assertThat(DatabaseDefinition.read("SET x = 1;\n", "n")).isEmpty();
    }

    @Test
    void aCommentIsTakenAwayFromTheVeryDatabase() {
        assertThat(DatabaseDefinition.uncommented("a\"b")).isEqualTo("COMMENT ON DATABASE \"a\"\"b\" IS NULL;\n");
    }

    @Test
    void anEqualsSignInANameIsNoConnectionSetting() {
        assertThat(DatabaseDefinition.connection("a='b\\")).isEqualTo("dbname='a=\\'b\\\\'");
    }

    @Test
    void rolesThatArePresentKeepTheirPassword() {
        String dump = """
                CREATE ROLE appowner;
                ALTER ROLE appowner WITH SUPERUSER PASSWORD 'SCRAM-1';
                CREATE ROLE webapp;
                ALTER ROLE webapp WITH NOSUPERUSER PASSWORD 'SCRAM-2';
                ALTER ROLE appowner2 WITH LOGIN;
                """;
        assertThat(DatabaseRestore.missingRoles(dump, Set.of("appowner"))).isEqualTo("""
                        CREATE ROLE webapp;
                        ALTER ROLE webapp WITH NOSUPERUSER PASSWORD 'SCRAM-2';
                        ALTER ROLE appowner2 WITH LOGIN;
                        """);
    }
}
