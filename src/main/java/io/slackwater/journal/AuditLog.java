package io.slackwater.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The log of what users did. The hash of each entry covers its fields and the hash of the previous entry, and a
 * separate row stores the last hash. A changed, removed, inserted or truncated entry is therefore detected.
 */
public record AuditLog(Database database, Clock clock) {

    private static final int PAGE = 200;

    private record Entry(long seq, long at, String actor, String action, String subject, String detail, String hash) {}

    private record Head(long seq, String hash) {}

    public void append(String actor, String action, String subject, String detail) {
        long at = Nanos.of(clock.instant());
        database.write(sql -> append(sql, at, actor, action, subject, detail));
    }

    /** Whether all hashes are right, so that no entry was changed, removed or inserted. */
    public boolean intact() {
        return database.read(AuditLog::intact);
    }

    private static void append(Sql sql, long nanos, String actor, String action, String subject, String detail)
            throws SQLException {
        Head head = head(sql);
        long seq = head.seq() + 1;
        String hash = hash(head.hash(), seq, nanos, actor, action, subject, detail);
        Columns.of(new Entry(seq, nanos, actor, action, subject, detail, hash)).insert(sql, "audit");
        sql.update("UPDATE audit_head SET seq = ?, hash = ? WHERE one = 1", seq, hash);
    }

    private static boolean intact(Sql sql) throws SQLException {
        String before = "";
        long expected = 1;
        List<Entry> page;
        do {
            page = sql.list(
                    "SELECT * FROM audit WHERE seq >= ? ORDER BY seq LIMIT " + PAGE,
                    row -> row.as(Entry.class),
                    expected);
            for (Entry e : page) {
                if (e.seq() != expected++
                        || !e.hash()
                                .equals(hash(
                                        before, e.seq(), e.at(), e.actor(), e.action(), e.subject(), e.detail()))) {
                    return false;
                }
                before = e.hash();
            }
        } while (page.size() == PAGE);
        boolean nothingBelow = sql.first("SELECT seq FROM audit WHERE seq < 1", row -> row.number("seq"))
                .isEmpty();
        return nothingBelow && head(sql).equals(new Head(expected - 1, before));
    }

    private static Head head(Sql sql) throws SQLException {
        return sql.first("SELECT seq, hash FROM audit_head WHERE one = 1", row -> row.as(Head.class))
                .orElseGet(() -> new Head(-1, ""));
    }

    /** Hashes the entry. The length precedes each text, so different entries never hash the same bytes. */
    private static String hash(String before, long seq, long at, String... texts) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        add(digest, before);
        digest.update(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(seq).putLong(at).flip());
        for (String text : texts) {
            add(digest, text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
