package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.kind.RestoreException;
import org.junit.jupiter.api.Test;

class DatabaseDefinitionTest {

    /** The output of pg_restore 17 for the database's own entries. */
    private static final String SCRIPT = """
            -- PostgreSQL database dump
            \\restrict abc
            SET statement_timeout = 0;
            SET client_encoding = 'LATIN1';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            CREATE DATABASE "we ird-DB" WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE = 'C' TABLESPACE = "fa st";
            ALTER DATABASE "we ird-DB" OWNER TO webapp;
            \\connect -reuse-previous=on "dbname='we ird-DB'"
            SET client_encoding = 'LATIN1';
            COMMENT ON DATABASE "we ird-DB" IS 'co''m
            ALTER DATABASE "we ird-DB" OWNER TO mallory;';
            SECURITY LABEL FOR dummy ON DATABASE "we ird-DB" IS 'secret';
            ALTER DATABASE "we ird-DB" CONNECTION LIMIT = 7;
            ALTER DATABASE "we ird-DB" SET work_mem TO '17MB';
            ALTER DATABASE "we ird-DB" SET "app.note" TO E'it''s
            ALTER DATABASE "we ird-DB" OWNER TO mallory;\\\\x';
            ALTER ROLE webapp IN DATABASE "we ird-DB" SET application_name TO 'a
            ''b"; $$';
            REVOKE CONNECT,TEMPORARY ON DATABASE "we ird-DB" FROM PUBLIC;
            SET SESSION AUTHORIZATION "re ad";
            GRANT CONNECT ON DATABASE "we ird-DB" TO other;
            RESET SESSION AUTHORIZATION;
            """;

    @Test
    void aDatabaseIsCreatedLikeTheOriginalUnderItsNewName() throws Exception {
        DatabaseDefinition definition = read(SCRIPT);

        assertThat(definition.create())
                .isEqualTo("CREATE DATABASE :\"db\" WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE = 'C'"
                        + " TABLESPACE = \"fa st\";");
        assertThat(definition.owner()).isEqualTo("ALTER DATABASE :\"db\" OWNER TO webapp;");
    }

    @Test
    void aStatementChangesOnlyTheNameOfTheDatabase() throws Exception {
        assertThat(read(SCRIPT).closing()).isEqualTo("""
                SET client_encoding = 'LATIN1';
                SET standard_conforming_strings = on;
                SELECT current_database() AS db \\gset
                BEGIN;
                ALTER DATABASE :"db" CONNECTION LIMIT -1;
                ALTER DATABASE :"db" RESET ALL;
                COMMENT ON DATABASE :"db" IS NULL;
                COMMENT ON DATABASE :"db" IS 'co''m
                ALTER DATABASE "we ird-DB" OWNER TO mallory;';
                SECURITY LABEL FOR dummy ON DATABASE :"db" IS 'secret';
                ALTER DATABASE :"db" CONNECTION LIMIT = 7;
                ALTER DATABASE :"db" SET work_mem TO '17MB';
                ALTER DATABASE :"db" SET "app.note" TO E'it''s
                ALTER DATABASE "we ird-DB" OWNER TO mallory;\\\\x';
                ALTER ROLE webapp IN DATABASE :"db" SET application_name TO 'a
                ''b"; $$';
                REVOKE CONNECT,TEMPORARY ON DATABASE :"db" FROM PUBLIC;
                SET SESSION AUTHORIZATION "re ad";
                GRANT CONNECT ON DATABASE :"db" TO other;
                RESET SESSION AUTHORIZATION;
                COMMIT;
                """);
    }

    @Test
    void aNewDatabaseIsMarkedAndRefusesConnections() throws Exception {
        assertThat(read(SCRIPT).opening("a\"ö", "it's \\ here"))
                .contains(UndecodedText.of("\nCOMMENT ON DATABASE \"a\"\"ö\" IS  E'it''s \\\\ here';\n"))
                .contains("CONNECTION LIMIT 0")
                .doesNotContain("app.note", "work_mem", "REVOKE", "CONNECTION LIMIT = 7");
    }

    @Test
    void aDatabaseHasOnlyCustomParametersDuringItsRestore() throws Exception {
        String[] parts = read(SCRIPT).beforeFill().split("ROLLBACK;\n");

        assertThat(parts[0] + "COMMIT;\n")
                .as("a missing role fails before the data")
                .isEqualTo(read(SCRIPT).closing());
        assertThat(parts[1])
                .contains("SET \"app.note\" TO E'it''s\nALTER DATABASE \"we ird-DB\" OWNER TO mallory;\\\\x';\n")
                .doesNotContain("work_mem", "REVOKE", "LIMIT");
    }

    @Test
    void aTablespaceCanBeLeftOut() throws Exception {
        assertThat(DatabaseDefinition.read(SCRIPT, false).orElseThrow().create())
                .isEqualTo("CREATE DATABASE :\"db\" WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE = 'C' ;");
    }

    @Test
    void anUnquotedNameIsReplaced() throws Exception {
        String script = "CREATE DATABASE app WITH TEMPLATE = template0;\nALTER DATABASE app OWNER TO app;\n";

        assertThat(read(script).owner()).isEqualTo("ALTER DATABASE :\"db\" OWNER TO app;");
    }

    @Test
    void aScriptWithoutADatabaseDefinesNone() throws Exception {
        assertThat(DatabaseDefinition.read("SET x = 1;\n", true)).isEmpty();
    }

    @Test
    void anUnknownStatementIsRefused() {
        for (String unknown :
                new String[] {"FREEZE DATABASE app HARD;", "GRANT ALL ON TABLE t TO x;", "ALTER DATABASE app \\! id;"
                }) {
            assertThatThrownBy(() -> read("CREATE DATABASE app;\n" + unknown))
                    .isInstanceOf(RestoreException.class)
                    .hasMessageContaining("pg_restore --create");
        }
    }

    @Test
    void theEntriesOfADatabaseExcludeItsObjects() {
        String list = """
                ;     dbname: we ird-DB
                3430; 1262 16389 DATABASE - we ird-DB webapp
                3431; 0 0 COMMENT - DATABASE "we ird-DB" webapp
                3432; 0 0 ACL - DATABASE "we ird-DB" webapp
                3433; 0 0 DATABASE PROPERTIES - we ird-DB webapp
                3434; 0 0 SECURITY LABEL - DATABASE "we ird-DB" webapp
                219; 1255 16396 FUNCTION public DATABASE() appowner
                220; 0 0 COMMENT public TABLE "DATABASE x" appowner
                221; 0 0 ACL - SCHEMA public appowner
                """;

        assertThat(DatabaseEntries.script(list).argv().getLast())
                .endsWith("3<<'EOF'\n3430\n3431\n3432\n3433\n3434\nEOF\n");
    }

    @Test
    void aNameWithAnEqualsSignIsNoConnectionString() {
        assertThat(DatabaseDefinition.connection("a='b\\")).isEqualTo("dbname='a=\\'b\\\\'");
    }

    private static DatabaseDefinition read(String script) throws RestoreException {
        return DatabaseDefinition.read(script, true).orElseThrow();
    }
}
