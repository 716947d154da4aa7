package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Says with what we signed in when a server refuses it: where user and password come from, never the password. */
public final class SignInWords {

    private static final Pattern REFUSED =
            Pattern.compile("WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password"
                    + "|password authentication failed|no password supplied|fe_sendauth|authentication failed for user"
                    + "|role \".*\" does not exist");

    private SignInWords() {}

    /** Whether this is what a server says to a wrong user or password, or to none. */
    public static boolean refused(String said) {
        return REFUSED.matcher(said).find();
    }

    /**
     * The same message; when the sign-in was refused, with what was offered.
     *
     * @param said the server's or its client's own words
     * @param because discovery's own words on where user and password come from
     */
    public static String added(
            String message, String said, Container container, Credentials signIn, List<String> because) {
        if (!refused(said)) {
            return message;
        }
        // "password: the variable PW, by the label slackwater.password.env".
        List<String> from = new ArrayList<>(because.stream()
                .filter(one -> one.startsWith("signs in as ") || one.startsWith("password: "))
                .toList());
        if (signIn.password().isEmpty()) {
            from.add("no password was found for it");
        }
        return message + (message.endsWith(".") ? "" : ".") + " Tried in container " + container.name() + " as "
                + signIn.user().orElse("the default user")
                + (from.isEmpty() ? "" : "; " + String.join("; ", from));
    }
}
