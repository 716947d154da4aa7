package io.slackwater.kind.postgres;

import io.slackwater.kind.DumpedTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tables from a dump's table of contents, as {@code pg_restore -l} prints it. Pure. */
final class DumpedTables {

    /** The catalog {@code pg_class} has the number 1259. The rows of a table have the number 0. */
    private static final Pattern TABLE = Pattern.compile("\\d+; 1259 \\d+ TABLE (.+)");

    private static final Pattern ROWS = Pattern.compile("\\d+; 0 \\d+ TABLE DATA (.+)");

    private DumpedTables() {}

    /** Returns the tables in the order of the table of contents. */
    static List<DumpedTable> of(String list) {
        Set<String> tables = new LinkedHashSet<>();
        Set<String> rows = new LinkedHashSet<>();
        list.lines().forEach(line -> {
            add(TABLE.matcher(line), tables);
            add(ROWS.matcher(line), rows);
        });
        return tables.stream()
                .map(entry -> new DumpedTable(name(entry), rows.contains(entry)))
                .toList();
    }

    private static void add(Matcher line, Set<String> entries) {
        if (line.matches()) {
            entries.add(line.group(1));
        }
    }

    /**
     * The name of a table. An entry is schema, name and owner, separated by blanks. With blanks in one of them it is
     * unknown where it ends, so the whole entry is the name.
     */
    private static String name(String entry) {
        String[] parts = entry.split(" ", -1);
        return parts.length == 3 ? parts[0] + "." + parts[1] : entry;
    }
}
