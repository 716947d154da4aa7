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
            alarms.add(
                    AlarmSource.SECURITY.warning(
                            "authentication",
                            "Many authentications fail",
                            "%d authentications failed within %d minutes; %d are normal."
                                    .formatted(failures, window.toMinutes(), bound),
                            "docker compose logs slackwater | grep 'authentication failed' shows method and address. Give a program with an old token the token in secrets/api.token, a monitor that in secrets/health.token, and a proxy the secret in secrets/proxy.secret. Block an attacker in the firewall. The alarm ends when few authentications fail."));
        }
        if (!problems.isEmpty()) {
            alarms.add(
                    AlarmSource.SECURITY.warning(
                            "files",
                            "A file with users or secrets is not valid",
                            problems.stream().map(Sentence::of).collect(Collectors.joining(" ")),
                            "Correct the file; Slackwater reads it again at once. docker compose exec slackwater /app/entrypoint.sh users (add, remove, list) manages users, scripts/backrest-setup.sh creates missing secrets. Until then these users cannot sign in; secrets/api.token still works."));
        }
        return alarms;
    }
}
