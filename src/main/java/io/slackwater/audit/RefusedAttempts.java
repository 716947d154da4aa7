package io.slackwater.audit;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.AuditLog.Draft;
import io.slackwater.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records refused requests and sign-ins in the audit log. Attempts of one user from one address become one entry. A
 * flood of attempts cannot fill the journal: over a long time there is at most one entry per minute. Counting an
 * attempt never waits for the disk. Safe for use by several threads.
 */
public final class RefusedAttempts {

    public static final String ACTION = "refused";

    /** How many users and addresses are kept apart until the next {@link #write}; the others share one entry. */
    private static final int SENDERS = 30;

    private static final int BURST = 100;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int LONGEST = 200;
    private static final Sender OTHERS = new Sender("several", "several addresses");

    private final AuditLog log;
    private final Clock clock;
    private final Map<Sender, Attempts> waiting = new LinkedHashMap<>();
    private int budget = BURST;
    private Instant refilled;

    public RefusedAttempts(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.refilled = clock.instant();
    }

    /**
     * A refused attempt.
     *
     * @param actor the name of the user; a name that Slackwater does not know is no name, because people type passwords
     *     into the wrong field
     * @param what the method and path of the request, or {@code sign in}; never with a query or a body
     * @param why the status of the answer
     */
    public record Attempt(String actor, String address, String what, String why) {}

    private record Sender(String actor, String address) {}

    /** @param count the number of attempts, including the first */
    private record Attempts(Attempt first, Instant since, long count) {

        Attempts plus(Attempts more) {
            return new Attempts(first, since, count + more.count());
        }

        Draft draft(Sender sender, Instant now) {
            String first = first().why() + " from " + sender.address();
            return new Draft(
                    sender.actor(),
                    ACTION,
                    printable(first().what()),
                    count == 1
                            ? first
                            : "%s; %d more attempts within %d s"
                                    .formatted(
                                            first,
                                            count - 1,
                                            Math.max(
                                                    1,
                                                    Duration.between(since, now).toSeconds())));
        }
    }

    /** Counts an attempt. The next {@link #write} records it. */
    public synchronized void refused(Attempt attempt) {
        add(new Sender(attempt.actor(), attempt.address()), new Attempts(attempt, clock.instant(), 1));
    }

    /** Writes the attempts that wait into the log. When the journal cannot be written, they wait for the next call. */
    public void write() {
        Map<Sender, Attempts> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Draft> drafts = new ArrayList<>();
        taken.forEach((sender, attempts) -> drafts.add(attempts.draft(sender, now)));
        try {
            log.append(drafts);
        } catch (JournalException e) {
            putBack(taken);
            throw e;
        }
    }

    /** Takes what the budget allows to write now. */
    private synchronized Map<Sender, Attempts> take() {
        refill();
        if (budget == 0) {
            return Map.of();
        }
        merge(budget);
        budget -= waiting.size();
        Map<Sender, Attempts> taken = new LinkedHashMap<>(waiting);
        waiting.clear();
        return taken;
    }

    private synchronized void putBack(Map<Sender, Attempts> taken) {
        budget += taken.size();
        taken.forEach(this::add);
    }

    private void add(Sender sender, Attempts attempts) {
        boolean apart = waiting.containsKey(sender) || waiting.size() < SENDERS;
        waiting.merge(apart ? sender : OTHERS, attempts, Attempts::plus);
    }

    /** Merges the newest senders, so that no more than this number of entries is left. */
    private void merge(int most) {
        List<Map.Entry<Sender, Attempts>> all = List.copyOf(waiting.entrySet());
        if (all.size() <= most) {
            return;
        }
        waiting.clear();
        for (Map.Entry<Sender, Attempts> one : all) {
            boolean apart = waiting.size() < most - 1;
            waiting.merge(apart ? one.getKey() : OTHERS, one.getValue(), Attempts::plus);
        }
    }

    private void refill() {
        Instant now = clock.instant();
        long earned = Duration.between(refilled, now).dividedBy(REFILL);
        if (earned != 0) {
            // A clock that was set back earns nothing and takes nothing.
            budget = (int) Math.min(BURST, budget + Math.max(0, earned));
            refilled = earned > 0 ? refilled.plus(REFILL.multipliedBy(earned)) : now;
        }
    }

    /** Replaces control characters, which could change the display of a terminal, and shortens the text. */
    private static String printable(String text) {
        String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return shortened.replaceAll("\\p{C}", "?");
    }
}
