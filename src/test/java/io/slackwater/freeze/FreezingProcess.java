package io.slackwater.freeze;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A process that pauses a container and then waits. A test can stop or kill it. */
final class FreezingProcess {

    /** In the log once the container is paused and that is journaled. */
    static final String FROZEN = "frozen";

    private FreezingProcess() {}

    /** Started by {@link #start}: the directory of the journal, the container, the limit. */
    public static void main(String[] arguments) throws Exception {
        try (LeaseJournal leases = new LeaseJournal(Path.of(arguments[0]))) {
            EngineDocker docker = new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);
            new LeaseFreezer(docker, leases.store(), new KernelBootClock(Path.of("/proc")), Clock.systemUTC())
                    .freeze("run", "shop.held.data", List.of(arguments[1]), Duration.parse(arguments[2]));
            System.out.println(FROZEN);
            Thread.currentThread().join();
        }
    }

    static Process start(Path directory, String container, Duration max, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreezingProcess.class.getName(),
                        directory.toString(),
                        container,
                        max.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
