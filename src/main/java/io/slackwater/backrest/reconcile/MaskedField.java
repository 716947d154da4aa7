package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.slackwater.journal.FieldEdit;
import java.util.Set;

/** Formats an edited field for users. A value that may contain a secret is replaced by asterisks. */
final class MaskedField {

    private static final String MASK = "********";

    /** Fields that may contain a secret even in Slackwater's own value: passwords in addresses and environments. */
    private static final Set<String> SECRET = Set.of("env", "password", "uri");

    /** Fields that may contain a secret in a user's value: commands and flags. */
    private static final Set<String> SECRET_WHEN_EDITED = Set.of("flags", "backup_flags", "hooks");

    private MaskedField() {}

    static FieldEdit edit(String field, JsonNode edited, JsonNode restored) {
        boolean secret = SECRET.contains(field);
        return new FieldEdit(
                field, shown(edited, secret || SECRET_WHEN_EDITED.contains(field)), shown(restored, secret));
    }

    private static String shown(JsonNode value, boolean masked) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return masked ? MASK : value.toString();
    }
}
