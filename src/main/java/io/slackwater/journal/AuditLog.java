package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The log of what users did. The hash of each entry covers its fields and the previous entry's hash. A separate row
 * stores the last hash. A changed, removed, inserted or truncated entry is therefore detected.
 */
public record AuditLog(Database database, Clock clock) {

    private static final int PAGE = 200;

    /**
     * @param hash the entry's own hash; during its computation, the previous entry's hash
     */
    private record Entry(
            long seq, Instant at, String actor, String action, String subject, String detail, String hash) {

        Entry hashed(String before) {
            String own = DigestUtils.sha256Hex(
                    String.valueOf(Columns.cell(new Entry(seq, at, actor, action, subject, detail, before))));
            return new Entry(seq, at, actor, action, subject, detail, own);
        }
    }

    private record Head(long seq, String hash) {}

    public void append(String actor, String action, String subject, String detail) {
        Instant at = clock.instant();
        database.write(sql -> {
            Head head = head(sql);
            Entry entry = new Entry(head.seq() + 1, at, actor, action, subject, detail, "").hashed(head.hash());
            Columns.of(entry).insert(sql, "audit");
            sql.update("UPDATE audit_head SET seq = ?, hash = ? WHERE one = 1", entry.seq(), entry.hash());
        });
    }

    /** Whether all hashes are right, so that no entry was changed, removed or inserted. */
    public boolean intact() {
        return database.read(AuditLog::intact);
    }

    private static boolean intact(Sql sql) throws SQLException {
        Head last = new Head(0, "");
        List<Entry> page;
        do {
            page = sql.list(Entry.class, "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT " + PAGE, last.seq());
            for (Entry entry : page) {
                if (entry.seq() != last.seq() + 1 || !entry.equals(entry.hashed(last.hash()))) {
                    return false;
                }
                last = new Head(entry.seq(), entry.hash());
            }
        } while (page.size() == PAGE);
        return !sql.any("SELECT seq FROM audit WHERE seq < 1") && head(sql).equals(last);
    }

    private static Head head(Sql sql) throws SQLException {
        return sql.first(Head.class, "SELECT seq, hash FROM audit_head WHERE one = 1")
                .orElseGet(() -> new Head(-1, ""));
    }
}
