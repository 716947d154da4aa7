package io.slackwater.alert.channel;

/** Why a receiver did not accept a message. */
enum Fault {
    /** The receiver or its network does not answer, or answers that it has a problem. */
    UNREACHABLE(false),
    /** The receiver got too many messages. */
    BUSY(false),
    /** The receiver refuses user, password or token. */
    CREDENTIALS(true),
    /** The file with the password or token, or with certificates, cannot be used. */
    SECRET_FILE(true),
    /** The receiver's certificate is not trusted. */
    CERTIFICATE(true),
    /** The address, chat or mailbox does not exist, or accepts nothing from this sender. */
    RECEIVER(true),
    /** The receiver refuses the message itself. */
    MESSAGE(true);

    /** Whether the problem lasts until a person solves it. */
    private final boolean lasting;

    Fault(boolean lasting) {
        this.lasting = lasting;
    }

    boolean lasting() {
        return lasting;
    }

    /** What a person should do. */
    String remedy() {
        return switch (this) {
            case UNREACHABLE -> "Check that the receiver runs and that Slackwater's container reaches it.";
            case BUSY ->
                "Slackwater waits as long as the receiver asks. Give the channel fewer alarms if this returns.";
            case CREDENTIALS ->
                "Correct the user in the policy, or the password or token in the channel's file in secrets.";
            case SECRET_FILE ->
                "Write the password or token into the channel's file in secrets, readable for Slackwater's user.";
            case CERTIFICATE ->
                "Correct the certificate or the host in the policy. For an authority of your own, name its certificate as caFile.";
            case RECEIVER ->
                "Correct the address or chat in the policy. In Telegram, write to the bot or add it to the group.";
            case MESSAGE ->
                "Check that the type of the channel fits its receiver. For Discord the url ends with /slack.";
        };
    }
}
