package io.slackwater.policy;

import java.nio.file.Path;

/**
 * One problem in a policy file.
 *
 * @param line counted from 1; 0 when the file could not be read
 * @param column counted from 1; 0 when the file could not be read
 * @param path the key in the file, such as {@code plans.critical.schedule}; empty for the whole file
 * @param message the problem and the allowed values
 */
public record PolicyProblem(Path file, int line, int column, String path, String message) {

    /** The text {@code file:line:column: path: message}, which editors and terminals can open. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line + ":" + column : "") + ": " + (path.isEmpty() ? "" : path + ": ")
                + message;
    }
}
