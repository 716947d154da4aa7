package io.slackwater.signin;

/** The result of an authentication. */
public sealed interface Authentication {

    /** The sender is known. */
    record Known(SignedIn who) implements Authentication {}

    /** The request holds no valid credentials. */
    record Anonymous() implements Authentication {}

    /** The sender is known, but another site's page may have caused this write, so the write is refused. */
    record CrossSite() implements Authentication {}
}
