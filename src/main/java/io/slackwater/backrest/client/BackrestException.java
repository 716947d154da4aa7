package io.slackwater.backrest.client;

import org.jspecify.annotations.Nullable;

/** A call of Backrest's API failed. The message names the call and Backrest's own message, and holds no secret. */
public class BackrestException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kinds of failures that callers distinguish. */
    public enum Reason {
        /** The address refuses connections, its name is unknown, or the connection broke before the end of the answer. */
        UNREACHABLE(true),
        /** The timeout passed. Backrest may still execute the call. */
        TIMEOUT(true),
        /** Backrest answered 5xx. For {@code Backup} that is a backup that failed, with restic's text as the message. */
        FAILED(true),
        /** User or password are wrong, or the password file cannot be read. */
        SIGN_IN(false),
        /** The key does not open the repository (restic's exit 12). */
        WRONG_KEY(false),
        /** The configuration changed since it was read: read it again, then write. */
        CONFIG_CHANGED(true),
        /** No such plan, repository or operation. */
        NOT_FOUND(false),
        /** Backrest understood and refused, also an invalid configuration. */
        REFUSED(false),
        /** This Backrest does not know a method or a configuration format that Slackwater needs. */
        TOO_OLD(false),
        /** Another program answers at the address, for example a proxy. */
        NOT_BACKREST(false);

        private final boolean canPass;

        Reason(boolean canPass) {
            this.canPass = canPass;
        }
    }

    private final Reason reason;

    public BackrestException(Reason reason, String message) {
        this(reason, message, null);
    }

    BackrestException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same call may succeed later without a person's help. */
    public boolean canPassByItself() {
        return reason.canPass;
    }
}
