package io.slackwater.backrest.reconcile;

import io.slackwater.journal.FieldEdit;
import io.slackwater.journal.Revert;
import java.time.Instant;

/** The reason of a revert. Pure. */
final class Reverts {

    private Reverts() {}

    /** @param change one that was put back */
    static Revert of(Change change, Instant at) {
        return new Revert(at, change.subject(), Revert.WHO, why(change), change.fields());
    }

    private static String why(Change change) {
        if (change.fields().isEmpty()) {
            return change.subject().startsWith("plan ")
                    ? "Its dataset still exists, and Slackwater owns the plan of each dataset."
                    : "The policy still names this repository.";
        }
        return Entries.harms(change.fields().stream().map(FieldEdit::field).toList(), true)
                ? "A backup with this edit could store inconsistent data, or forget verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }
}
