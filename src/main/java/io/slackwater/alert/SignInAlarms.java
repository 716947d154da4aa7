package io.slackwater.alert;

import io.slackwater.discovery.Sentence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** For {@link AlarmSource#SECURITY}: many authentications fail, or a file with users or secrets is invalid. */
public final class SignInAlarms {

    private SignInAlarms() {}

    /**
     * @param failures how many authentications failed within the last {@code window}
     * @param bound an alarm is raised above this number of failures
     * @param problems the problems of the files with users and secrets, each with its remedy
     */
    public static List<Alarm> of(long failures, int bound, Duration window, List<String> problems) {
        List<Alarm> alarms = new ArrayList<>();
        if (failures > bound) {
            alarms.add(AlarmSource.SECURITY.warning(
                    "authentication",
                    AlarmText.of("title.security.authentication"),
                    "%d authentications failed within %d minutes; %d are normal."
                            .formatted(failures, window.toMinutes(), bound),
                    AlarmText.of("remedy.security.authentication")));
        }
        if (!problems.isEmpty()) {
            alarms.add(AlarmSource.SECURITY.warning(
                    "files",
                    AlarmText.of("title.security.files"),
                    problems.stream().map(Sentence::of).collect(Collectors.joining(" ")),
                    AlarmText.of("remedy.security.files")));
        }
        return alarms;
    }
}
