package io.slackwater.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * The commands of the labels {@code slackwater.exec.pre} and {@code slackwater.exec.post}, which run in the container
 * around a capture.
 *
 * @param pre empty without that label
 * @param post empty without that label
 */
public record CaptureCommands(List<String> pre, List<String> post) {

    public static final String PRE = "slackwater.exec.pre";
    public static final String POST = "slackwater.exec.post";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Returns the commands in the labels of a workload. Discovery has checked the labels. */
    public static CaptureCommands of(Workload workload) {
        return new CaptureCommands(command(workload.labels(), PRE), command(workload.labels(), POST));
    }

    private static List<String> command(Map<String, String> labels, String label) {
        String text = labels.get(label);
        return text == null ? List.of() : command(text);
    }

    /**
     * Parses a command.
     *
     * @throws IllegalArgumentException the text is no JSON array of strings that begins with a program
     */
    static List<String> command(String text) {
        JsonNode command;
        try {
            command = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not a JSON array of strings", e);
        }
        if (!command.isArray() || !command.valueStream().allMatch(JsonNode::isTextual)) {
            throw new IllegalArgumentException("is not a JSON array of strings");
        }
        List<String> argv = command.valueStream().map(JsonNode::asText).toList();
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("does not begin with a program");
        }
        if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("contains a NUL character");
        }
        return argv;
    }
}
