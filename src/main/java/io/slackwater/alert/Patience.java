package io.slackwater.alert;

import java.time.Duration;

/** How long problems of several sources last before they raise an alarm. */
final class Patience {

    /**
     * A problem raises its alarm only after this time. Many problems during the start of a stack end within moments.
     */
    static final Duration SETTLING = Duration.ofMinutes(1);

    /**
     * A missing container or server raises its alarm only after this time, because recreating or restarting takes
     * minutes.
     */
    static final Duration AWAY = Duration.ofMinutes(15);

    private Patience() {}
}
