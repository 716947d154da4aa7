package io.slackwater.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs real commands, as a person at the terminal would. */
final class Shell {

    private Shell() {}

    /** Runs a bash script and returns its output; fails loudly. */
    static String sh(String script) {
        try {
            Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
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
