package io.slackwater.app;

import static io.slackwater.app.Shell.sh;

/**
 * A database with every property of its own. These are rights, settings, settings of roles, a comment, limits, a
 * tablespace and an encoding. A security label is missing, because PostgreSQL's packages contain no provider for
 * labels.
 */
final class DatabaseWithRights {

    static final String NAME = "rights DB";
    /** A name outside the database's encoding, which is difficult for SQL and connection strings. */
    static final String COPY = "c\"öp=y";

    private static final String DIRECTORY = "/var/lib/postgresql/fast";

    private DatabaseWithRights() {}

    /** Creates the directory that the tablespace needs. */
    static void directory(String project) {
        sh("docker exec -u root " + project + "-db-1 bash -c 'mkdir -p " + DIRECTORY + " && chown postgres " + DIRECTORY
                + "'");
    }

    static void make(String project) {
        directory(project);
        Stack.psql(project, "db", "app", """
                create role "ré ader" login; create role refused login;
                alter role refused set application_name = E'two\\nlines;\\nalter role refused superuser;';
                create tablespace "fa st" owner webapp location '%s';
                """.formatted(DIRECTORY));
        Stack.psql(project, "db", "app", """
                create database "rights DB" template template0 owner webapp tablespace "fa st" encoding 'LATIN1'
                  locale 'C' connection limit 7;
                """);
        Stack.psql(project, "db", NAME, """
                alter database "rights DB" set "app.tenant" to 'tenant';
                create function tenant() returns text language sql as $$ select current_setting('app.tenant') $$;
                """);
        Stack.psql(project, "db", NAME, """
                create table notes (id int primary key, of text check (of = public.tenant()));
                insert into notes select i, 'tenant' from generate_series(1, 100) i;
                create table slow (id int) tablespace pg_default;
                alter table notes owner to webapp;
                create function two() returns int begin atomic select 1; select 2; end;
                """);
        Stack.psql(project, "db", "app", """
                revoke all on database "rights DB" from public;
                grant connect on database "rights DB" to "ré ader" with grant option;
                grant temporary on database "rights DB" to "ré ader";
                alter database "rights DB" set work_mem to '17MB';
                alter database "rights DB" set "app.note" to E'it''s\\nALTER DATABASE "rights DB" OWNER TO refused;\\\\x';
                alter database "rights DB" set default_transaction_read_only to on;
                alter role webapp in database "rights DB" set application_name to E'a\\n''b"; $$';
                comment on database "rights DB" is E'co''m\\n-- \\\\ ment of "rights DB", ünï';
                """);
    }

    /** The output of pg_dump for a whole database, under one name. */
    static String dump(String project, String database) {
        String dump =
                sh("docker exec -e PGDATABASE='" + database + "' " + project + "-db-1 pg_dump -U appowner --create");
        return dump.replace("\"c\"\"öp=y\"", "\"" + NAME + "\"")
                .replace("'c\"\"öp=y'", "'" + NAME + "'")
                .replace(": " + database + ";", ": " + NAME + ";")
                .replaceAll("(?m)^\\\\(un)?restrict .*$", "");
    }

    /** The same for a server that puts everything into its default tablespace. */
    static String dumpWithoutTablespaces(String project, String database) {
        return dump(project, database)
                .replace(" TABLESPACE = \"fa st\"", "")
                .replaceAll("; Tablespace: \\w+", "")
                .replaceAll("(?m)^SET default_tablespace = .*\\R+", "");
    }

    /** Whether a role can connect. The rights of the database decide it. */
    static String connect(String project, String database, String role) {
        return sh("docker exec -e PGDATABASE='" + database + "' " + project + "-db-1 psql -X -q -At -U '" + role
                + "' -c 'select 1' 2>&1 || true");
    }
}
