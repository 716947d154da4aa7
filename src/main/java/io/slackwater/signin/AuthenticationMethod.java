package io.slackwater.signin;

import java.util.Locale;

/** How a request is authenticated. */
public enum AuthenticationMethod {
    /** Name and password on the sign-in page. */
    PASSWORD,
    /** The session cookie. */
    SESSION,
    /** The API's token. */
    TOKEN,
    /** A JWT of an identity provider. */
    JWT,
    /** A user name that the reverse proxy forwards. */
    PROXY,
    /** The token of an external monitor. */
    MONITOR;

    /** The word in metrics, logs and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
