package io.slackwater.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The application in its own process, which a test can kill. It runs one discovery and then waits. */
final class SidecarProcess {

    private SidecarProcess() {}

    /** Started by {@link #start}: the directory, then the project. */
    public static void main(String[] arguments) throws Exception {
        AppHarness harness = AppHarness.of(Path.of(arguments[0]), arguments[1]);
        harness.look();
        Thread.currentThread().join();
    }

    static Process start(Path directory, String project, Path log) throws IOException {
        // Here they are made already.
        AppHarness.prepare(directory);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SidecarProcess.class.getName(),
                directory.toString(),
                project));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
