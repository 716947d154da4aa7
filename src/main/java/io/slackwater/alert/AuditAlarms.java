package io.slackwater.alert;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.AuditChain;
import java.util.List;

/** For {@link AlarmSource#AUDIT}: another program changed the audit log. */
public final class AuditAlarms {

    private AuditAlarms() {}

    /** @param chain the result of the last verification */
    public static List<Alarm> of(AuditChain chain) {
        return switch (chain) {
            case AuditChain.Intact whole -> List.of();
            case AuditChain.Broken broken ->
                List.of(AlarmSource.AUDIT
                        .warning(
                                "chain",
                                "The audit log was changed by another program",
                                Sentence.of("the chain is broken at entry %d%s: %s"
                                        .formatted(
                                                broken.seq(),
                                                broken.at()
                                                        .map(time -> " of " + time)
                                                        .orElse(""),
                                                broken.how().words())),
                                "scripts/backrest-management.sh audit verify verifies it again. Find out who can write to the volume slackwater-data, and whether its disk has errors (dmesg). The snapshots of the stack's configuration have older copies of the log in slackwater/journal.db.")
                        .because(List.of(broken.how(), broken.seq())));
        };
    }
}
