package io.slackwater.journal;

import java.time.Instant;
import java.util.List;

/**
 * A user's edit of Slackwater's plans or repositories in Backrest that Slackwater undid.
 *
 * @param at when Slackwater undid it
 * @param subject {@code plan shop.db.app} or {@code repository critical}
 * @param who who edited it, as far as Backrest tells
 * @param why why Slackwater undid it
 * @param fields the edited fields; empty when the whole plan or repository was removed
 */
public record Revert(Instant at, String subject, String who, String why, List<FieldEdit> fields) {

    /** The author of every edit, because Backrest's configuration does not say who changed it. */
    public static final String WHO = "a user of Backrest's page or API; Backrest does not record which user";

    public Revert {
        fields = List.copyOf(fields);
    }
}
