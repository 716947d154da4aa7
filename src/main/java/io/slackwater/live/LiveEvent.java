package io.slackwater.live;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * A change that open pages show. Contains only ids, states and counts, which every viewer may see.
 *
 * @param data a JSON object in one line
 */
public record LiveEvent(Kind kind, String data) {

    /** Keeps the connection open while nothing changes. */
    public static final LiveEvent HEARTBEAT = new LiveEvent(Kind.HEARTBEAT, "{}");

    /** Some events were dropped, because the client read too slowly. */
    static final LiveEvent REFRESH = new LiveEvent(Kind.REFRESH, "{}");

    /** What changed. */
    public enum Kind {
        RUN_BEGUN,
        RUN_STEP,
        RUN_BYTES,
        RUN_ENDED,
        ALARM_RAISED,
        ALARM_ENDED,
        HEALTH,
        STATUS,
        REFRESH,
        HEARTBEAT;

        /** The name of the event in the stream. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static LiveEvent of(Kind kind, JsonObject data) {
        return new LiveEvent(kind, data.encode());
    }
}
