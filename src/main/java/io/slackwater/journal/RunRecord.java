package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run as the journal knows it.
 *
 * @param trigger {@code schedule}, {@code discovered}, {@code catch-up}, {@code api} …
 * @param attempt counts from 1
 * @param started empty while queued
 * @param snapshot the stable id of the snapshot, once stored
 * @param repository the restic id of the repository that holds it, once known
 * @param bytes bytes captured; -1 when unknown
 * @param frozen the longest that its workload stood in one of its attempts, also in one that failed
 * @param message the reason of an end other than success, or a note
 * @param cause what the message is about, for whoever must not read words; the message of a success has none
 * @param earlier why the attempts before this one ended
 * @param engine who executed restic last, {@code embedded} or {@code backrest}; empty while nobody did
 */
public record RunRecord(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        String trigger,
        RunState state,
        int attempt,
        Instant queued,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<String> snapshot,
        Optional<String> repository,
        long bytes,
        long added,
        Duration frozen,
        String sha256,
        String message,
        EndCause cause,
        List<Ended> earlier,
        Optional<String> engine) {

    /**
     * An attempt that ended without a verified snapshot and was followed by another one.
     *
     * @param attempt counts from 1
     * @param reason one line; a long one is cut
     */
    public record Ended(int attempt, Instant at, EndCause cause, String reason) {

        private static final int LONGEST = 500;

        public Ended {
            reason = reason.strip().replaceAll("\\s+", " ");
            reason = reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + " …";
        }
    }

    public RunRecord {
        earlier = List.copyOf(earlier);
    }

    /** A run that waits for its first attempt. */
    public static RunRecord queued(
            String id,
            String dataset,
            String workload,
            String kind,
            String plan,
            String set,
            String trigger,
            Instant at) {
        return new RunRecord(
                id,
                dataset,
                workload,
                kind,
                plan,
                set,
                trigger,
                RunState.QUEUED,
                1,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1,
                -1,
                Duration.ZERO,
                "",
                "",
                EndCause.NONE,
                List.of(),
                Optional.empty());
    }

    /** The same run in another state that is no end; the message takes the place of the last one's. */
    public RunRecord in(RunState next, String why) {
        return with(next, attempt, started, ended, EndCause.NONE, why, earlier);
    }

    /** The same run, begun at this time unless it had begun before. */
    public RunRecord startedAt(Instant time) {
        return started.isPresent() ? this : with(state, attempt, Optional.of(time), ended, cause, message, earlier);
    }

    /** The same run, waiting for its next attempt: why this one ended is kept. */
    public RunRecord again(Instant at, EndCause of, String why) {
        List<Ended> before = new ArrayList<>(earlier);
        before.add(new Ended(attempt, at, of, why));
        return with(RunState.QUEUED, attempt + 1, started, ended, of, why, before);
    }

    /** The same run, over with success. */
    public RunRecord succeededAt(Instant time, String note) {
        return with(RunState.SUCCEEDED, attempt, started, Optional.of(time), EndCause.NONE, note, earlier);
    }

    /** The same run, over in another way. */
    public RunRecord endedAt(Instant time, RunState how, EndCause of, String why) {
        return with(how, attempt, started, Optional.of(time), of, why, earlier);
    }

    /** The same run, about to store into this repository: what an attempt before stored there is no part of it any more. */
    public RunRecord storing(String into) {
        return stored(Optional.of(into), Optional.empty(), -1, -1, frozen, "", engine);
    }

    /** The same run, whose restic is executed by this engine. */
    public RunRecord by(String name) {
        return stored(repository, snapshot, bytes, added, frozen, sha256, Optional.of(name));
    }

    /** The same run, whose workload stood for so long in one of its attempts. */
    public RunRecord frozenFor(Duration freeze) {
        return freeze.compareTo(frozen) <= 0
                ? this
                : stored(repository, snapshot, bytes, added, freeze, sha256, engine);
    }

    /** The same run, with what it stored. */
    public RunRecord stored(String into, String as, long size, long more, String hash) {
        return stored(Optional.of(into), Optional.of(as), size, more, frozen, hash, engine);
    }

    private RunRecord stored(
            Optional<String> into,
            Optional<String> as,
            long size,
            long more,
            Duration freeze,
            String hash,
            Optional<String> who) {
        return new RunRecord(
                id, dataset, workload, kind, plan, set, trigger, state, attempt, queued, started, ended, as, into, size,
                more, freeze, hash, message, cause, earlier, who);
    }

    private RunRecord with(
            RunState next,
            int count,
            Optional<Instant> begun,
            Optional<Instant> over,
            EndCause of,
            String why,
            List<Ended> before) {
        return new RunRecord(
                id,
                dataset,
                workload,
                kind,
                plan,
                set,
                trigger,
                next,
                count,
                queued,
                begun,
                over,
                snapshot,
                repository,
                bytes,
                added,
                frozen,
                sha256,
                why,
                of,
                before,
                engine);
    }
}
