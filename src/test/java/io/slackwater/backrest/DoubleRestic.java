package io.slackwater.backrest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.backrest.DoubleLoop.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the real restic with the argv and the environment that Backrest gives it. */
final class DoubleRestic {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_COMMAND = 100;

    private final Path cache;
    private final Map<String, String> inherited;
    private final DoubleLoop loop;
    private final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());

    private volatile @Nullable Process storing;

    /** @param inherited from Backrest's own environment */
    DoubleRestic(Path cache, Map<String, String> inherited, DoubleLoop loop) {
        this.cache = cache;
        this.inherited = inherited;
        this.loop = loop;
    }

    /** The running backup with all its processes. */
    List<ProcessHandle> running() {
        Process process = storing;
        return process == null
                ? List.of()
                : Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                        .toList();
    }

    record Output(int exit, String all, String standard) {}

    List<List<String>> calls() {
        return List.copyOf(calls);
    }

    /** The flags of the repository come right after the command's own words. */
    Output run(JsonNode repository, List<String> words, List<String> flags)
            throws Failure, IOException, InterruptedException {
        Process process = start(repository, command(repository, words, flags));
        process.getOutputStream().close();
        StringBuilder errors = new StringBuilder();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader(StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> errors.append(line).append('\n')));
        String standard = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        reader.join();
        return new Output(exit, errors + standard, standard);
    }

    String failed(JsonNode repository, List<String> words, List<String> flags, Output output) {
        return shortened(command(repository, words, flags)) + " failed: exit status " + output.exit() + "\nOutput:\n"
                + output.all();
    }

    JsonNode json(JsonNode repository, List<String> words, List<String> flags)
            throws Failure, IOException, InterruptedException {
        Output output = run(repository, words, flags);
        if (output.exit() != 0) {
            throw new Failure(failed(repository, words, flags, output));
        }
        return JSON.readTree(output.standard());
    }

    /** Runs a backup and passes on its lines one by one. @return the summary */
    JsonNode backup(JsonNode repository, List<String> words, List<String> flags, Consumer<JsonNode> line)
            throws Failure, IOException, InterruptedException {
        List<String> command = command(repository, words, flags);
        Process process = start(repository, command);
        // only restic: the command that it reads from may live until its next write
        loop.killer(process::destroyForcibly);
        storing = process;
        process.getOutputStream().close();
        JsonNode summary = null;
        Optional<String> fatal = Optional.empty();
        StringBuilder others = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                Optional<JsonNode> event = event(text);
                String type = event.map(e -> e.path("message_type").asText()).orElse("");
                switch (type) {
                    case "exit_error" ->
                        fatal = event.map(e -> e.path("message").asText());
                    case "summary" -> summary = event.orElseThrow();
                    case "status", "error", "verbose_status" -> event.ifPresent(line);
                    default -> others.append(text).append('\n');
                }
            }
        }
        int exit = process.waitFor();
        loop.killer(null);
        storing = null;
        if (exit == 0 && summary != null) {
            return summary;
        }
        if (exit == 3 && summary != null) {
            throw new Partial(summary);
        }
        String why = fatal.orElse("no summary event found") + (others.isEmpty() ? "" : "\nOutput:\n" + others);
        // Go reports a process that was killed by a signal as -1
        throw new Failure("failed to backup: " + shortened(command) + " failed: exit code " + (exit > 128 ? -1 : exit)
                + ": backup failed\noutput processing: " + why);
    }

    /** Exit code 3: restic made a snapshot, but could not read some files. */
    static final class Partial extends IOException {
        private static final long serialVersionUID = 1L;
        final transient JsonNode summary;

        Partial(JsonNode summary) {
            this.summary = summary;
        }
    }

    private static Optional<JsonNode> event(String line) {
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> command(JsonNode repository, List<String> words, List<String> flags) {
        List<String> command = new ArrayList<>(List.of("restic"));
        command.addAll(words);
        boolean sftp = false;
        for (JsonNode flag : repository.path("flags")) {
            command.addAll(ShellWords.of(flag.asText()));
            sftp |= flag.asText().contains("sftp.args");
        }
        if (!sftp) {
            command.addAll(List.of("-o", "sftp.args=-oBatchMode=yes"));
        }
        command.addAll(flags);
        return command;
    }

    private Process start(JsonNode repository, List<String> command) throws IOException {
        calls.add(List.copyOf(command));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (command.contains("backup")) {
            builder.redirectErrorStream(true);
        }
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RESTIC_"));
        environment.putAll(inherited);
        environment.put("XDG_CACHE_HOME", cache.toString());
        environment.put("RESTIC_PROGRESS_FPS", "2");
        if (repository.hasNonNull("password")) {
            environment.put("RESTIC_PASSWORD", repository.path("password").asText());
        }
        for (JsonNode entry : repository.path("env")) {
            String[] parts = entry.asText().split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        environment.put("RESTIC_REPOSITORY", repository.path("uri").asText());
        return builder.start();
    }

    private static String shortened(List<String> command) {
        String line = String.join(" ", command);
        return "command \"" + (line.length() > SHOWN_COMMAND ? line.substring(0, SHOWN_COMMAND) + "..." : line) + "\"";
    }
}
