package io.slackwater.api;

import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.AuditLog;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the audit log, and whether it is whole. */
@Path("/api/v1/audit")
@RolesAllowed("admin")
@RunOnVirtualThread
public class AuditResource {

    private final AuditLog log;
    private final AuditCheck check;
    private final RefusedAttempts refused;

    public AuditResource(AuditLog log, AuditCheck check, RefusedAttempts refused) {
        this.log = log;
        this.check = check;
        this.refused = refused;
    }

    /**
     * An entry of the log.
     *
     * @param seq its position in the log, from 1
     */
    public record EntryView(long seq, Instant at, String actor, String action, String subject, String detail) {

        static EntryView of(AuditEntry entry) {
            return new EntryView(
                    entry.seq(), entry.at(), entry.actor(), entry.action(), entry.subject(), entry.detail());
        }
    }

    /**
     * The last verification of the log's chain.
     *
     * @param state {@code VERIFIED}, {@code BROKEN} or {@code PENDING}: not verified yet since the start
     * @param verified when the verification ended; null when pending
     * @param entries the number of verified entries; null unless verified
     * @param seq the first entry that is wrong; null unless broken
     * @param at the time of that entry, or of the nearest entry that exists; null unless broken
     * @param reason how the chain is broken, a word of {@link AuditChain.Break}; null unless broken
     */
    public record ChainView(
            State state,
            @Nullable Instant verified,
            @Nullable Long entries,
            @Nullable Long seq,
            @Nullable Instant at,
            @Nullable String reason) {

        /** What is known about the chain. */
        public enum State {
            VERIFIED,
            BROKEN,
            PENDING
        }

        static ChainView of(Optional<AuditCheck.Checked> last) {
            if (last.isEmpty()) {
                return new ChainView(State.PENDING, null, null, null, null, null);
            }
            Instant verified = last.get().at();
            return switch (last.get().chain()) {
                case AuditChain.Intact whole ->
                    new ChainView(State.VERIFIED, verified, whole.entries(), null, null, null);
                case AuditChain.Broken broken ->
                    new ChainView(
                            State.BROKEN,
                            verified,
                            null,
                            broken.seq(),
                            broken.at().orElse(null),
                            broken.how().name());
            };
        }
    }

    @GET
    public List<EntryView> list(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        AuditFilter filter = new AuditFilter(
                Optional.ofNullable(actor),
                Optional.ofNullable(action),
                time("from", from),
                time("to", to),
                Optional.ofNullable(before).map(AuditResource::seq));
        int most = RequestChecks.limit(limit);
        // The attempts of this minute are shown too.
        refused.write();
        return log.page(filter, most).stream().map(EntryView::of).toList();
    }

    @GET
    @Path("/chain")
    public ChainView chain() {
        return ChainView.of(check.last());
    }

    /** Verifies the chain now. Takes seconds for a long log. */
    @POST
    @Path("/chain")
    public ChainView verify() {
        return ChainView.of(Optional.of(check.verify()));
    }

    private static Optional<Instant> time(String name, @Nullable String value) {
        try {
            return Optional.ofNullable(value)
                    .map(text -> OffsetDateTime.parse(text).toInstant())
                    .map(PointInTime::inJournal);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("%s=%s is no time; give it as 2026-11-24T02:00:00Z".formatted(name, value));
        }
    }

    private static long seq(String value) {
        if (!value.matches("\\d{1,18}")) {
            throw Problem.invalid(
                    "before=" + value + " is not allowed; give the seq of the last entry of the previous page");
        }
        return Long.parseLong(value);
    }
}
