package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Explains to a user why a file could not be accessed. */
public final class FileError {

    private FileError() {}

    /** The reason without a Java class name. For the first two exceptions, Java's message is only the path. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getMessage();
            case NoSuchFileException missing -> missing.getMessage() + " does not exist";
            default -> String.valueOf(e.getMessage());
        };
    }
}
