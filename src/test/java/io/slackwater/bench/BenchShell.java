package io.slackwater.bench;

import java.util.Map;

/** Runs bash scripts with these environment variables. Their errors appear on standard error. */
record BenchShell(Map<String, String> environment) {

    void run(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IllegalStateException("exit code " + code + ": " + script);
        }
    }
}
