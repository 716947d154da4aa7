package io.slackwater.kind.postgres;

import io.slackwater.docker.ExecCommand;
import java.io.BufferedReader;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The entries about the database itself in a dump's table of contents. {@code pg_restore} skips them, unless it creates
 * the database under its old name.
 *
 * @param ids the entries' ids, as {@code pg_restore -L} expects them
 */
record DatabaseEntries(List<String> ids) {

    static final ExecCommand LIST = ExecCommand.of("pg_restore", "--create", "-l");

    private static final Pattern ENTRY = Pattern.compile(
            "(\\d+); \\d+ \\d+ (?:DATABASE - |DATABASE PROPERTIES - |(?:ACL|COMMENT|SECURITY LABEL) - DATABASE ).*");

    DatabaseEntries {
        ids = List.copyOf(ids);
    }

    /**
     * Parses the table of contents.
     *
     * @param list the output of {@link #LIST}
     */
    static DatabaseEntries of(BufferedReader list) {
        return new DatabaseEntries(list.lines()
                .map(ENTRY::matcher)
                .filter(entry -> entry.matches())
                .map(entry -> entry.group(1))
                .toList());
    }

    /**
     * The command that prints only these entries as a script. Its stdin is the dump; the list of ids is file descriptor
     * 3.
     */
    ExecCommand script() {
        String list = ids.stream().map(id -> id + "\n").collect(Collectors.joining());
        return ExecCommand.of("sh", "-c", "exec pg_restore --create -L /dev/fd/3 -f - 3<<'EOF'\n" + list + "EOF\n");
    }
}
