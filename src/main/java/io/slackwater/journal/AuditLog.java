package io.slackwater.journal;

import io.slackwater.journal.AuditChain.Break;
import io.slackwater.journal.AuditChain.Broken;
import io.slackwater.journal.AuditChain.Intact;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The log of what users did. The hash of each entry covers its fields and the previous entry's hash. A separate row
 * stores the last hash. A changed, removed, inserted or truncated entry is therefore detected.
 */
public record AuditLog(Database database, Clock clock) {

    private static final int PAGE = 500;

    /**
     * An entry with the hash that chains it to the entry before.
     *
     * @param hash of this entry's fields and of the hash of the entry before. While it is computed, this field holds the
     *     hash of the entry before
     */
    private record Link(long seq, Instant at, String actor, String action, String subject, String detail, String hash) {

        Link hashed(String before) {
            String own = DigestUtils.sha256Hex(
                    String.valueOf(Columns.cell(new Link(seq, at, actor, action, subject, detail, before))));
            return new Link(seq, at, actor, action, subject, detail, own);
        }
    }

    private record Head(long seq, String hash) {}

    /**
     * The part of the log that was verified.
     *
     * @param last the end of that part
     * @param at the time of its last entry
     * @param result empty until the end of the log is reached
     */
    private record Verified(Head last, Optional<Instant> at, Optional<AuditChain> result) {

        Verified broken(long seq, Optional<Instant> when, Break how) {
            return new Verified(last, at, Optional.of(new Broken(seq, when, how)));
        }
    }

    /** An entry that is not written yet. Its time is the time at which it is written. */
    public record Draft(String actor, String action, String subject, String detail) {}

    /** Appends an entry. Works also when the log is damaged, so that damage prevents no action. */
    public void append(String actor, String action, String subject, String detail) {
        append(List.of(new Draft(actor, action, subject, detail)));
    }

    /** Appends several entries together, or none of them. */
    public void append(List<Draft> drafts) {
        database.write(sql -> {
            Optional<Head> stored = head(sql);
            long last = Math.max(stored.map(Head::seq).orElse(0L), greatest(sql));
            Head head = new Head(last, stored.map(Head::hash).orElse(""));
            for (Draft draft : drafts) {
                Link link = new Link(
                                head.seq() + 1,
                                clock.instant(),
                                draft.actor(),
                                draft.action(),
                                draft.subject(),
                                draft.detail(),
                                "")
                        .hashed(head.hash());
                Columns.of(link).insert(sql, "audit");
                head = new Head(link.seq(), link.hash());
            }
            sql.update(
                    "INSERT INTO audit_head (one, seq, hash) VALUES (1, ?, ?)"
                            + " ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
                    head.seq(),
                    head.hash());
        });
    }

    /** Returns the entries that match, newest first. */
    public List<AuditEntry> page(AuditFilter filter, int limit) {
        return database.read(sql -> filter.newest(sql, limit));
    }

    /**
     * Recomputes all hashes. Reads the log in pages, so that other threads can use the journal meanwhile. Entries that
     * are appended meanwhile are verified too.
     */
    public AuditChain verify() {
        Verified part = new Verified(new Head(0, ""), Optional.empty(), Optional.empty());
        while (part.result().isEmpty()) {
            Verified before = part;
            part = database.read(sql -> next(sql, before));
        }
        return part.result().get();
    }

    private static Verified next(Sql sql, Verified before) throws SQLException {
        if (before.last().seq() == 0 && sql.any("SELECT seq FROM audit WHERE seq < 1")) {
            Optional<Link> extra = sql.first(Link.class, "SELECT * FROM audit ORDER BY seq LIMIT 1");
            return before.broken(extra.map(Link::seq).orElse(0L), extra.map(Link::at), Break.INSERTED);
        }
        List<Link> page = sql.list(
                Link.class,
                "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT " + PAGE,
                before.last().seq());
        Verified part = before;
        for (Link link : page) {
            long expected = part.last().seq() + 1;
            if (link.seq() != expected) {
                return part.broken(expected, Optional.of(link.at()), Break.MISSING);
            }
            if (!link.equals(link.hashed(part.last().hash()))) {
                return part.broken(expected, Optional.of(link.at()), Break.CHANGED);
            }
            part = new Verified(new Head(link.seq(), link.hash()), Optional.of(link.at()), Optional.empty());
        }
        return page.size() == PAGE ? part : ended(sql, part);
    }

    private static Verified ended(Sql sql, Verified whole) throws SQLException {
        Head last = whole.last();
        Optional<Head> head = head(sql);
        if (head.filter(last::equals).isPresent()) {
            return new Verified(last, whole.at(), Optional.of(new Intact(last.seq())));
        }
        long stored = head.map(Head::seq).orElse(Long.MAX_VALUE);
        if (stored > last.seq()) {
            return whole.broken(last.seq() + 1, whole.at(), Break.CUT);
        }
        return stored == last.seq()
                ? whole.broken(stored, whole.at(), Break.CHANGED)
                : whole.broken(stored + 1, whole.at(), Break.INSERTED);
    }

    private static Optional<Head> head(Sql sql) throws SQLException {
        return sql.first(Head.class, "SELECT seq, hash FROM audit_head WHERE one = 1");
    }

    private static long greatest(Sql sql) throws SQLException {
        return sql.first(Long.class, "SELECT coalesce(max(seq), 0) FROM audit").orElse(0L);
    }
}
