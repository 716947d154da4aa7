package io.slackwater.backrest.client;

import org.jspecify.annotations.Nullable;

/**
 * Backrest refused, failed or did not answer. The message names the call, what Backrest said, and the remedy where there is one; it
 * holds no secret of ours.
 */
public class BackrestException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as a caller has to tell it apart. */
    public enum Reason {
        /** Nobody listens at the address, its name is unknown, or the connection broke before the answer was whole. */
        UNREACHABLE(true),
        /** No whole answer in time. What was asked for may happen all the same. */
        TIMEOUT(true),
        /** Backrest answered 5xx. For {@code Backup} that is a backup that failed, with restic's text as the message. */
        FAILED(true),
        /** User or password are wrong, or the password file cannot be read. */
        SIGN_IN(false),
        /** The key does not open the repository (restic's exit 12). */
        WRONG_KEY(false),
        /** The configuration was changed by somebody else since it was read: read it again, then write. */
        CONFIG_CHANGED(true),
        /** No such plan, repository or operation. */
        NOT_FOUND(false),
        /** Backrest understood and refused, also an invalid configuration. */
        REFUSED(false),
        /** This Backrest does not know a method or a field that Slackwater needs. */
        TOO_OLD(false),
        /** What answers there is not Backrest's API: another program, or a proxy's page. */
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

    /** Whether the same call may succeed later without anybody's help. */
    public boolean canPassByItself() {
        return reason.canPass;
    }
}
