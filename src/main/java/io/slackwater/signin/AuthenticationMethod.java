package io.slackwater.signin;

import java.util.Locale;

/** How a request is authenticated. */
public enum AuthenticationMethod {
    /** Name and password on the login page. */
    PASSWORD,
    /** The cookie of a session. */
    SESSION,
    /** The token of the API. */
    TOKEN,
    /** A JWT of an identity provider. */
    JWT,
    /** A name that the reverse proxy forwards. */
    PROXY;

    /** The word in metrics, logs and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
