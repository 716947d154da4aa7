package io.slackwater.signin;

/** The result of an authentication. */
public sealed interface Authentication {

    /** The sender is known. */
    record Known(SignedIn who) implements Authentication {}

    /** The request has no valid credentials. */
    record Anonymous() implements Authentication {}

    /** The sender is known, but a page of another site may have caused this write. The write is refused. */
    record CrossSite(SignedIn who) implements Authentication {}
}
