package io.slackwater.policy;

import java.nio.file.Path;

/**
 * One problem in a policy file.
 *
 * @param file the file, by the path on the command line or in the settings
 * @param line counted from 1; 0 when the file could not be read at all
 * @param column counted from 1; 0 when the file could not be read at all
 * @param path where in the policy ({@code plans.critical.schedule}); empty for the file as a whole
 * @param message the problem and the allowed values
 */
public record PolicyProblem(Path file, int line, int column, String path, String message) {

    /** {@code file:line:col: path: message}, the form that editors and terminals jump to. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line + ":" + column : "") + ": " + (path.isEmpty() ? "" : path + ": ")
                + message;
    }
}
