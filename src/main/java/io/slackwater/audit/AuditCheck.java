package io.slackwater.audit;

import io.slackwater.journal.AuditChain;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Verifies the chain of the audit log at the start and daily, and keeps the last result. Safe for use by several threads. */
public final class AuditCheck {

    private static final Duration DAY = Duration.ofDays(1);

    private final AuditLog log;
    private final Clock clock;
    private final Consumer<AuditChain> listener;
    private volatile Optional<Checked> last = Optional.empty();

    /** @param listener called with each result, in the thread that verifies */
    public AuditCheck(AuditLog log, Clock clock, Consumer<AuditChain> listener) {
        this.log = log;
        this.clock = clock;
        this.listener = listener;
    }

    /** The result of a verification, and when it ended. */
    public record Checked(Instant at, AuditChain chain) {}

    /** Returns the last result; empty until the first verification after the start has ended. */
    public Optional<Checked> last() {
        return last;
    }

    /** Verifies the chain if the last verification is a day old. */
    public void daily() {
        Instant now = clock.instant();
        if (last.filter(one -> one.at().isAfter(now.minus(DAY)) && !one.at().isAfter(now))
                .isEmpty()) {
            verify();
        }
    }

    /**
     * Verifies the chain now. Two callers verify one after the other, so that many callers keep one processor busy at most.
     *
     * @throws JournalException the journal cannot be read
     */
    public synchronized Checked verify() {
        Checked result = new Checked(clock.instant(), log.verify());
        last = Optional.of(result);
        listener.accept(result.chain());
        return result;
    }
}
