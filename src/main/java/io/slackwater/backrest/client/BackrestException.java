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

    /** Whether a later retry of the call may succeed without a user's action. */
    public boolean canPassByItself() {
        return reason.canPass;
    }

    /** What the user can do, in whole sentences. */
    public String remedy() {
        return switch (reason) {
            case UNREACHABLE, TIMEOUT ->
                "Check that Backrest runs (docker compose ps backrest, docker compose logs backrest; a full disk stops it, see df -h) and that SLACKWATER_BACKREST_URL in .env is right. Until then backups are made without it.";
            case FAILED ->
                "See docker compose logs backrest, and whether its disk is full (df -h). Slackwater retries.";
            case CONFIG_CHANGED ->
                "Slackwater tries again. If this continues, a user or a program saves Backrest's configuration all the time.";
            case SIGN_IN ->
                "Backrest has no user slackwater, or it has another password than the file backrest.password among Slackwater's secrets, so its page refuses every sign-in, too. In the stack's directory: docker compose stop backrest. Where Slackwater's sources are: scripts/backrest-setup.sh --directory STACK, with the stack's directory (without --directory when both are one). In the stack's directory: docker compose up -d --force-recreate backrest nginx. The script puts the user with that password into Backrest's config.json; everything else stays. A Backrest outside of this stack gets that user under Settings on its page. Until then backups are made without Backrest.";
            case INCOMPATIBLE ->
                "Correct SLACKWATER_BACKREST_URL in .env, then docker compose up -d slackwater; no proxy may be in between. Or update Backrest (BACKREST_IMAGE in .env, docker compose up -d backrest). Until then backups are made without it.";
            case NOT_FOUND ->
                "See that Backrest's container mounts the repositories at the same place as Slackwater's (/repos in the compose file).";
            case REFUSED ->
                "Backrest takes no change as long as its own configuration is not valid: correct or remove the named entry on its page. Until then backups are made without Backrest.";
        };
    }
}
