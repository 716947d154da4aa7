package io.slackwater.kind.postgres;

import io.slackwater.docker.ExecCommand;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The entries about the database itself in a dump's table of contents. {@code pg_restore} skips them, unless it creates
 * the database under its old name.
 */
final class DatabaseEntries {

    /** The command that prints the table of contents. Its stdin is the dump. */
    static final ExecCommand LIST = ExecCommand.of("pg_restore", "--create", "-l");

    private static final Pattern ENTRY = Pattern.compile(
            "(\\d+); \\d+ \\d+ (?:DATABASE - |DATABASE PROPERTIES - |(?:ACL|COMMENT|SECURITY LABEL) - DATABASE ).*");

    private DatabaseEntries() {}

    /**
     * The command that prints only these entries as a script. Its stdin is the dump; the entries' ids are in file
     * descriptor 3.
     *
     * @param list the output of {@link #LIST}
     */
    static ExecCommand script(String list) {
        String ids = list.lines()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(entry -> entry.group(1) + "\n")
                .collect(Collectors.joining());
        return ExecCommand.of("sh", "-c", "exec pg_restore --create -L /dev/fd/3 -f - 3<<'EOF'\n" + ids + "EOF\n");
    }
}
