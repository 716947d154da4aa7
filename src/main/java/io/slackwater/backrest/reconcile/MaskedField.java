package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.slackwater.journal.FieldEdit;
import java.util.Set;

/** The public view of a field of a plan or repository. A value that may hold a secret is masked as a whole. */
final class MaskedField {

    private static final String MASK = "********";
    private static final int LONGEST = 600;

    /** Slackwater's own values of these fields hold secrets, too: passwords in addresses and environments. */
    private static final Set<String> SECRET = Set.of("env", "password", "uri");

    /** A user's command or flag may hold a secret. */
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
        if (masked) {
            return MASK;
        }
        String json = value.toString();
        return json.length() <= LONGEST ? json : json.substring(0, LONGEST) + " ...";
    }
}
