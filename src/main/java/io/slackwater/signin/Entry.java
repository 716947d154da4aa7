package io.slackwater.signin;

/** The result of an authentication. */
public sealed interface Entry {

    /** The sender is known. */
    record In(SignedIn who) implements Entry {}

    /** The request holds no valid credentials. */
    record Nobody() implements Entry {}

    /** The sender is known, but another site's page may have caused this write, so the write is refused. */
    record Foreign() implements Entry {}
}
