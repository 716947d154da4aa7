package io.slackwater.capture;

import java.util.List;
import java.util.regex.Pattern;

/** Says with what we signed in when a server refuses it: where user and password come from, never the password. */
final class SignInWords {

    private static final Pattern REFUSED =
            Pattern.compile("WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password"
                    + "|password authentication failed|no password supplied|fe_sendauth|authentication failed for user"
                    + "|role \".*\" does not exist");

    private SignInWords() {}

    /** The same failure; when the sign-in was refused, with what was offered. */
    static CaptureException added(Target target, String stderr, CaptureException failure) {
        if (!REFUSED.matcher(stderr).find()) {
            return failure;
        }
        String user = target.workload().signIn().user().orElse("the default user");
        // Discovery's own words: "password: the variable PW, by the label slackwater.password.env".
        List<String> from = target.workload().because().stream()
                .filter(because -> because.startsWith("signs in as ") || because.startsWith("password: "))
                .toList();
        return new CaptureException(
                failure.getMessage() + ". Tried in container "
                        + target.container().name() + " as " + user + "; "
                        + (from.isEmpty() ? "no password was found for it" : String.join("; ", from)),
                failure.transientFailure());
    }
}
