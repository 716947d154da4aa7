package io.slackwater.ui;

import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditLog;
import io.slackwater.ui.AuditView.Line;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** Makes the page of the audit log with one query of the journal. Safe for use by several threads. */
final class AuditViews {

    private final AuditLog log;
    private final AuditCheck check;
    private final RefusedAttempts refused;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    AuditViews(AuditLog log, AuditCheck check, RefusedAttempts refused, Supplier<ZoneId> zone, Clock clock) {
        this.log = log;
        this.check = check;
        this.refused = refused;
        this.zone = zone;
        this.clock = clock;
    }

    AuditView view(AuditQuery query, Texts texts) {
        // The attempts of this minute are shown too.
        refused.write();
        Instant now = clock.instant();
        List<AuditEntry> found = log.page(query.filter(zone.get()), Paging.SIZE + 1);
        boolean more = found.size() > Paging.SIZE;
        List<Line> lines = found.stream()
                .limit(Paging.SIZE)
                .map(entry -> new Line(
                        entry.seq(),
                        Moment.of(entry.at(), now, zone.get(), texts),
                        entry.actor(),
                        entry.action(),
                        entry.subject(),
                        entry.detail()))
                .toList();
        Chain chain = check.last().map(last -> chain(last, now, texts)).orElseGet(() -> Chain.pending(texts));
        return new AuditView(
                chain.light,
                chain.line,
                chain.detail,
                query,
                lines,
                query.before().map(_ -> query.address().toString()).orElse(""),
                more
                        ? query.address()
                                .with("before", String.valueOf(lines.getLast().seq()))
                                .toString()
                        : "");
    }

    private record Chain(Light light, String line, String detail) {

        static Chain pending(Texts texts) {
            return new Chain(Light.OFF, texts.of("auditPending"), "");
        }
    }

    private Chain chain(AuditCheck.Checked last, Instant now, Texts texts) {
        return switch (last.chain()) {
            case AuditChain.Intact whole ->
                new Chain(
                        Light.OK,
                        texts.of("auditVerified"),
                        texts.of("auditVerifiedDetail", whole.entries(), texts.relative(last.at(), now)));
            case AuditChain.Broken broken ->
                new Chain(
                        Light.BAD,
                        texts.of("auditBroken", String.valueOf(broken.seq())),
                        texts.of(
                                "auditBrokenDetail",
                                texts.of("auditBreak" + TextKeys.capital(broken.how())),
                                broken.at()
                                        .map(at -> texts.exact(at, zone.get()))
                                        .orElse("–")));
        };
    }
}
