package io.slackwater.backrest.client;

import org.jspecify.annotations.Nullable;

/**
 * A call of Backrest's API failed. The message names the call, Backrest's message and the remedy, and holds no secret.
 */
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
        /** This Backrest does not know a method or a field that Slackwater needs. */
        TOO_OLD(false),
        /** Another program answers at the address, for example a proxy. */
        NOT_BACKREST(false);

        private final boolean canPass;

        Reason(boolean canPass) {
            this.canPass = canPass;
        }
    }

    private final Reason reason;
    private final int status;
    private final String code;
    private final String said;

    public BackrestException(
            Reason reason, int status, String code, String said, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
        this.code = code;
        this.said = said;
    }

    public BackrestException(Reason reason, int status, String code, String said, String message) {
        super(message);
        this.reason = reason;
        this.status = status;
        this.code = code;
        this.said = said;
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status, 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** Backrest's own code ({@code not_found}, {@code failed_precondition}, ...), empty when it gave none. */
    public String code() {
        return code;
    }

    /** Backrest's own message word by word, also what restic printed; empty when it gave none. */
    public String said() {
        return said;
    }

    /** Whether the same call may succeed later without a person's help. */
    public boolean canPassByItself() {
        return reason.canPass;
    }
}
