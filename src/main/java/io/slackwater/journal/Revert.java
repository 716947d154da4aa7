package io.slackwater.journal;

import java.time.Instant;
import java.util.List;

/**
 * One edit of Slackwater's plans or repositories in Backrest that Slackwater reverted.
 *
 * @param at when Slackwater reverted it
 * @param subject {@code plan shop.db.app}, {@code repository critical}
 * @param who as far as it can be known
 * @param why Slackwater reverted it
 * @param fields empty when the whole plan or repository was removed
 */
public record Revert(Instant at, String subject, String who, String why, List<FieldEdit> fields) {

    /** Backrest's configuration does not say who changed it. */
    public static final String WHO = "a user of Backrest's page or API; Backrest does not record which user";

    public Revert {
        fields = List.copyOf(fields);
    }
}
