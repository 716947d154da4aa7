package io.slackwater.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Containers of a test. The docker command line creates and removes them, never the tested code. */
public final class TestContainers implements AutoCloseable {

    public static final Path SOCKET = Path.of("/var/run/docker.sock");
    public static final String IMAGE = "debian:trixie-slim";

    private final String room;
    private final List<String> names = new ArrayList<>();

    public TestContainers(String room) {
        this.room = room;
    }

    public String unique(String what) {
        return "sw-it-" + room + "-" + what + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** Starts {@code sleep infinity}; returns the name. */
    public String sleeping(String what, String... options) {
        String name = unique(what);
        List<String> argv = new ArrayList<>(List.of("docker", "run", "-d", "--network", "none", "--name", name));
        argv.addAll(List.of(options));
        argv.addAll(List.of(IMAGE, "sleep", "infinity"));
        names.add(name);
        run(argv);
        return name;
    }

    /** Registers a container of another creator for the removal at the end. */
    public void removeLater(String name) {
        names.add(name);
    }

    public static String docker(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(arguments));
        return run(argv);
    }

    private static String run(List<String> argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (InputStream out = process.getInputStream()) {
                String said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(String.join(" ", argv) + ": " + said);
                }
                return said;
            }
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", argv), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (names.isEmpty()) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of("docker", "rm", "-f", "-v"));
        argv.addAll(names);
        try {
            run(argv);
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains("No such container")) {
                throw e;
            }
        }
    }
}
