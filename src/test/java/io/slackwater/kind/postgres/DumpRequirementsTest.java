package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.kind.RestoreException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The roles and tablespaces that a dump wants, and a server that has them or has not. */
class DumpRequirementsTest {

    private static final String SCRIPT = UndecodedText.of("""
            CREATE DATABASE app WITH TEMPLATE = template0 TABLESPACE = "fa st";
            ALTER DATABASE app OWNER TO webapp;
            ALTER ROLE tuned IN DATABASE app SET work_mem TO '1MB';
            SET default_tablespace = '';
            SET default_tablespace = slow;
            ALTER TABLE public."OWNER TO" OWNER TO "rö le";
            ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'OWNER TO nobody';
            CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SET default_tablespace = none; $$;
            CREATE POLICY p ON t TO reader, PUBLIC USING (true);
            CREATE POLICY q ON t USING ((c)::interval hour TO second);
            GRANT SELECT(a) ON TABLE public.t TO granted WITH GRANT OPTION;
            SET SESSION AUTHORIZATION granted;
            GRANT SELECT ON TABLE public.t TO further;
            RESET SESSION AUTHORIZATION;
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES FOR ROLE maker IN SCHEMA public GRANT SELECT ON TABLES TO user_of_them;
            """);

    @Test
    void theRolesAndTablespacesOfADumpAreFound() throws Exception {
        assertThat(wanted().tablespaces()).containsExactlyInAnyOrder("fa st", "slow");
        assertThat(wanted().roles())
                .containsExactlyInAnyOrder(
                        "webapp",
                        "tuned",
                        UndecodedText.of("rö le"),
                        "reader",
                        "granted",
                        "further",
                        "maker",
                        "user_of_them");
    }

    @Test
    void aMissingTablespaceIsReportedWithBothRemedies() throws Exception {
        ServerGlobals server = new ServerGlobals(wanted().roles(), Set.of("slow"));
        ServerGlobals wanted = wanted();

        assertThatThrownBy(() -> server.check(wanted, true, "shop-db-1", "shop.db.roles"))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("nothing was restored into server shop-db-1: it lacks the tablespaces \"fa st\"")
                .hasMessageContaining("CREATE TABLESPACE \"fa st\" OWNER … LOCATION '…'")
                .hasMessageContaining("\"tablespaces\": false")
                .hasMessageContaining("--no-tablespaces");
        server.check(wanted, false, "shop-db-1", "shop.db.roles");
    }

    @Test
    void missingRolesAreReportedWithTheirRemedy() throws Exception {
        ServerGlobals server = new ServerGlobals(Set.of("webapp"), wanted().tablespaces());
        ServerGlobals wanted = wanted();

        assertThatThrownBy(() -> server.check(wanted, true, "shop-db-1", "shop.db.roles"))
                .hasMessageContaining("it lacks the roles \"further\", \"granted\"")
                .hasMessageContaining("Restore shop.db.roles into it first")
                .hasMessageContaining("back up shop.db.roles while its server still runs")
                .hasMessageContaining("CREATE ROLE \"further\"; CREATE ROLE \"granted\"");
    }

    @Test
    void aNameWithALineBreakIsShownOnOneLineInAStatementThatCanBeRun() {
        String name = UndecodedText.of("ü\n\"\\x");
        ServerGlobals required = new ServerGlobals(Set.of(name), Set.of());

        assertThat(required.words()).isEqualTo("the roles U&\"ü\\000a\"\"\\\\x\"");
        assertThatThrownBy(
                        () -> new ServerGlobals(Set.of(), Set.of()).check(required, true, "shop-db-1", "shop.db.roles"))
                .hasMessageContaining("CREATE ROLE U&\"ü\\000a\"\"\\\\x\"")
                .message()
                .doesNotContain("\n");
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

    private static ServerGlobals wanted() throws IOException {
        return DumpRequirements.read(new StringReader(SCRIPT));
    }
}
