package io.slackwater.signin;

/** What the door says to a request. */
public sealed interface Entry {

    /** Somebody is known. */
    record In(SignedIn who) implements Entry {}

    /** Nothing was shown, or nothing that counts. */
    record Nobody() implements Entry {}

    /** Somebody is known, but another site's page may have caused this write: it must not have his rights. */
    record Foreign(AuthenticationMethod method) implements Entry {}
}
