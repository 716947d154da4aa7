package io.slackwater.journal;

/** The journal could not be read or written. The message names the file and the remedy. */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
