package io.slackwater.journal;

import org.jspecify.annotations.Nullable;

/** The journal could not be read or written. The message names the file and the remedy. */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
