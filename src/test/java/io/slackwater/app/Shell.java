package io.slackwater.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs real commands, as a person at the terminal would. */
final class Shell {

    private static final String LIMIT = "120";

    /** The exit code of timeout(1). */
    private static final int TIMED_OUT = 124;

    private Shell() {}

    /** Runs a bash script and returns its output. Fails with an error, also after a timeout. */
    static String sh(String script) {
        try {
            // A read from a process cannot be interrupted, so the process must end.
            Process process = new ProcessBuilder(
                            "timeout", "--kill-after=5", LIMIT, "bash", "-euo", "pipefail", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit == TIMED_OUT) {
                throw new AssertionError("this did not end within " + LIMIT + " s: " + script + "\n" + output);
            }
            if (exit != 0) {
                throw new AssertionError("this failed: " + script + "\n" + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until a command succeeds. */
    static void until(String script) {
        org.awaitility.Awaitility.await(script)
                .atMost(java.time.Duration.ofSeconds(60))
                .pollInterval(java.time.Duration.ofMillis(300))
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .until(() -> {
                    try {
                        sh(script);
                        return true;
                    } catch (AssertionError e) {
                        return false;
                    }
                });
    }
}
