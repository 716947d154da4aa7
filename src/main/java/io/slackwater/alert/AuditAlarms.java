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
                                AlarmText.of("title.audit.changed"),
                                Sentence.of("the chain is broken at entry %d%s: %s"
                                        .formatted(
                                                broken.seq(),
                                                broken.at()
                                                        .map(time -> " of " + time)
                                                        .orElse(""),
                                                broken.how().words())),
                                AlarmText.of("remedy.audit.changed"))
                        .because(List.of(broken.how(), broken.seq())));
        };
    }
}
