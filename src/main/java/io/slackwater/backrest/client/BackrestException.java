package io.slackwater.backrest.client;

import org.jspecify.annotations.Nullable;

/** A call of Backrest's API failed. The message names the call and contains Backrest's own message, but no secret. */
public class BackrestException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kinds of failures that callers distinguish. */
    public enum Reason {
        /** The address refuses connections, its name is unknown, or the connection broke during the answer. */
        UNREACHABLE(true),
        /** Backrest did not answer in time. It may still execute the call. */
        TIMEOUT(true),
        /** Backrest answered with a 5xx status. For {@code Backup}: the backup failed, and the message is restic's. */
        FAILED(true),
        /** The user or the password is wrong, or the password file cannot be read. */
        SIGN_IN(false),
        /** The configuration changed after it was read. The caller must read it again before it writes. */
        CONFIG_CHANGED(true),
        /** The plan, repository or operation does not exist. */
        NOT_FOUND(false),
        /** Backrest refused the request, for example because the configuration is invalid. */
        REFUSED(false),
        /** Another program answers at the address, or a Backrest that does not know what Slackwater needs. */
        INCOMPATIBLE(false);

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

    /** Whether the same call may succeed later without anybody's help. */
    public boolean canPassByItself() {
        return reason.canPass;
    }
}
