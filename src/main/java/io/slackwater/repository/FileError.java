package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Explains a failed access to a file to a user. */
public final class FileError {

    private FileError() {}

    /** The reason without the name of a class. Java puts only the path into the first two. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getMessage();
            case NoSuchFileException missing -> missing.getMessage() + " does not exist";
            default -> String.valueOf(e.getMessage());
        };
    }
}
