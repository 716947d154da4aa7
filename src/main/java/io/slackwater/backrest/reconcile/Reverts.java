package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last reverts, newest first; they survive a restart. */
final class Reverts {

    /** More than a week of daily mistakes. */
    static final int MOST = 50;

    private final JsonNotes<List<Revert>> notes;

    Reverts(ProvisioningMemory memory) {
        this.notes = new JsonNotes<>(memory, "backrest.reverts", new TypeReference<>() {}, List.of());
    }

    /** @param change that reverted an edit */
    void add(Change change, Instant at) {
        List<Revert> all = new ArrayList<>(list());
        all.addFirst(new Revert(at, change.subject(), Revert.WHO, why(change), change.fields()));
        notes.write(all.subList(0, Math.min(all.size(), MOST)));
    }

    private static String why(Change change) {
        if (change.fields().isEmpty()) {
            return change.subject().startsWith("plan ")
                    ? "Its dataset still exists, and Slackwater owns the plan of each dataset."
                    : "The policy still names this repository.";
        }
        return Entries.harms(change.fields().stream().map(FieldEdit::field).toList(), true)
                ? "A backup with this edit could store what nobody made consistent, or forget verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }

    List<Revert> list() {
        return notes.read();
    }
}
