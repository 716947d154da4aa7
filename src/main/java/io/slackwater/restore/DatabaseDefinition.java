package io.slackwater.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a dump's database was made, read from the beginning of {@code pg_restore --create --schema-only}, and said again for another
 * name. A database's encoding, locale and owner are nowhere else in a dump.
 */
record DatabaseDefinition(String name, String create, List<String> settings) {

    private static final String CREATE = "CREATE DATABASE ";
    private static final String ALTER = "ALTER DATABASE ";

    /** @return empty when the script does not create a database */
    static Optional<DatabaseDefinition> read(String script, String name) {
        String create = "";
        String old = "";
        List<String> settings = new ArrayList<>();
        for (String line : script.split("\n", -1)) {
            if (line.startsWith(CREATE) && create.isEmpty()) {
                old = identifier(line.substring(CREATE.length()));
                create = CREATE + quote(name) + line.substring(CREATE.length() + old.length());
            } else if (!old.isEmpty() && line.startsWith(ALTER + old + " ")) {
                settings.add(ALTER + quote(name) + line.substring(ALTER.length() + old.length()));
            } else if (line.startsWith("CREATE ")) {
                // The database's own statements are over; from here on a line may be the text of a function.
                break;
            }
        }
        return create.isEmpty() ? Optional.empty() : Optional.of(new DatabaseDefinition(name, create, settings));
    }

    /** @param comment at once, so that discovery never sees the database without it */
    String script(String comment) {
        String says = "COMMENT ON DATABASE " + quote(name) + " IS '" + comment.replace("'", "''") + "';";
        return create + "\n" + says + "\n" + String.join("\n", settings) + "\n";
    }

    /** Takes the comment away. */
    static String uncommented(String name) {
        return "COMMENT ON DATABASE " + quote(name) + " IS NULL;\n";
    }

    /** An identifier as PostgreSQL wants it quoted (PostgreSQL documentation, 4.1.1). */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A database's name as a libpq connection string: {@code -d a=b} would be taken for a setting. */
    static String connection(String name) {
        return "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String identifier(String text) {
        if (!text.startsWith("\"")) {
            return text.split("[ ;]", 2)[0];
        }
        int end = 1;
        while (end < text.length()) {
            if (text.charAt(end) == '"') {
                if (end + 1 < text.length() && text.charAt(end + 1) == '"') {
                    end++;
                } else {
                    break;
                }
            }
            end++;
        }
        return text.substring(0, Math.min(end + 1, text.length()));
    }
}
