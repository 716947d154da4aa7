package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.DoubleLoop.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs hooks as Backrest does: {@code sh} reads the command, without a timeout, and the error policy decides. */
final class DoubleHooks {

    private final DoubleLog log;
    private final DoubleLoop loop;
    private final Map<String, String> inherited;
    private final List<String> complaints;

    /** @param inherited from Backrest's own environment */
    DoubleHooks(DoubleLog log, DoubleLoop loop, Map<String, String> inherited, List<String> complaints) {
        this.inherited = inherited;
        this.log = log;
        this.loop = loop;
        this.complaints = complaints;
    }

    /** Each hook runs once, for the first of the events that it names. @throws Failure when a hook halts the operation */
    void run(JsonNode repository, JsonNode plan, ObjectNode parent, List<String> events)
            throws Failure, InterruptedException {
        run("repo/" + repository.path("id").asText(), repository.path("hooks"), parent, events);
        run("plan/" + plan.path("id").asText(), plan.path("hooks"), parent, events);
    }

    private void run(String owner, JsonNode hooks, ObjectNode parent, List<String> events)
            throws Failure, InterruptedException {
        for (int i = 0; i < hooks.size(); i++) {
            JsonNode hook = hooks.get(i);
            Optional<String> event = events.stream()
                    .filter(condition -> named(hook.path("conditions"), condition))
                    .findFirst();
            if (event.isPresent()) {
                runOne("command hook " + owner + "/hook/" + i, hook, parent, event.get());
            }
        }
    }

    private static boolean named(JsonNode conditions, String condition) {
        for (JsonNode one : conditions) {
            if (one.asText().equals(condition)) {
                return true;
            }
        }
        return false;
    }

    private void runOne(String name, JsonNode hook, ObjectNode parent, String event)
            throws Failure, InterruptedException {
        ObjectNode operation = DoubleJson.object();
        for (String field : List.of("flowId", "repoId", "repoGuid", "planId", "instanceId")) {
            operation.set(field, parent.get(field));
        }
        operation.put("displayMessage", "running " + name + " triggered by " + event);
        operation
                .putObject("operationRunHook")
                .put("parentOp", parent.path("id").asText())
                .put("name", name)
                .put("condition", event);
        log.add(operation.put("status", "STATUS_PENDING"));
        String policy = hook.path("onError").asText("ON_ERROR_IGNORE");
        String word = switch (policy) {
            case "ON_ERROR_FATAL" -> "fatal: ";
            case "ON_ERROR_CANCEL" -> "cancel: ";
            default -> "";
        };
        Optional<Failure> failure = loop.run(operation, ignored -> {
            int exit = shell(hook, operation.path("id").asText());
            if (exit != 0) {
                throw new Failure(word + "exit status " + exit);
            }
        });
        if (failure.isEmpty()) {
            return;
        }
        switch (policy) {
            case "ON_ERROR_FATAL" ->
                throw new Failure("run hook " + name + ": " + failure.get().getMessage());
            case "ON_ERROR_CANCEL" ->
                throw new Failure(
                        "run hook " + name + ": "
                                + String.valueOf(failure.get().getMessage())
                                        .replaceFirst("^cancel: ", "task cancelled: "),
                        "STATUS_USER_CANCELLED");
            case "ON_ERROR_IGNORE" -> {}
            default -> complaints.add("no error policy " + policy);
        }
    }

    private static String lines(String prefix, String text) {
        return text.lines().map(line -> prefix + line + "\n").collect(Collectors.joining());
    }

    private int shell(JsonNode hook, String operation) throws Failure, InterruptedException {
        String command = hook.path("actionCommand").path("command").asText();
        if (command.isEmpty() || command.contains("{{") || command.startsWith("#!")) {
            complaints.add("only plain commands are hooks here: " + hook);
            throw new Failure("the double does not know this hook");
        }
        try {
            ProcessBuilder builder = new ProcessBuilder("sh").redirectErrorStream(true);
            builder.environment().putAll(inherited);
            Process shell = builder.start();
            try (var stdin = shell.getOutputStream()) {
                stdin.write(command.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            log.said.put(operation, lines("[script] ", "[sh]\n" + command + "\n") + lines("[output] ", output));
            return shell.waitFor();
        } catch (IOException e) {
            throw new Failure("sh: " + e.getMessage());
        }
    }
}
