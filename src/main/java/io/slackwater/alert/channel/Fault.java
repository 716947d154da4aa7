package io.slackwater.alert.channel;

import io.slackwater.alert.AlarmText;

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
    AlarmText remedy() {
        return AlarmText.of(
                switch (this) {
                    case UNREACHABLE -> "remedy.channel.unreachable";
                    case BUSY -> "remedy.channel.busy";
                    case CREDENTIALS -> "remedy.channel.credentials";
                    case SECRET_FILE -> "remedy.channel.secretFile";
                    case CERTIFICATE -> "remedy.channel.certificate";
                    case RECEIVER -> "remedy.channel.receiver";
                    case MESSAGE -> "remedy.channel.message";
                });
    }
}
