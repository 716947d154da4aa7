package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses entries of the audit log. An empty field matches every entry.
 *
 * @param from the first time that matches
 * @param to the first time that no longer matches
 * @param before only entries with a lower {@code seq}: the last entry of the previous page
 */
public record AuditFilter(
        Optional<String> actor,
        Optional<String> action,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> before) {

    public static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    List<AuditEntry> newest(Sql sql, int limit) throws SQLException {
        List<String> terms = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        add(terms, values, "actor = ?", actor);
        add(terms, values, "action = ?", action);
        add(terms, values, "at >= ?", from);
        add(terms, values, "at < ?", to);
        add(terms, values, "seq < ?", before);
        values.add(limit);
        String where = terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
        return sql.list(
                AuditEntry.class,
                "SELECT seq, at, actor, action, subject, detail FROM audit" + where + " ORDER BY seq DESC LIMIT ?",
                values.toArray());
    }

    private static void add(List<String> terms, List<Object> values, String term, Optional<?> value) {
        value.ifPresent(one -> {
            terms.add(term);
            values.add(one);
        });
    }
}
