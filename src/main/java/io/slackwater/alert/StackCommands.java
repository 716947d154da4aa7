package io.slackwater.alert;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds the stack's directory to the commands of remedies, so that a pasted command works for this stack.
 *
 * @param directory the stack's directory on the host; empty when unknown
 */
public record StackCommands(Optional<String> directory) {

    /** The scripts that take the directory. */
    private static final Pattern SCRIPT = Pattern.compile("scripts/backrest-(?:management|setup)\\.sh(?! --directory)");

    private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

    /** Leaves commands as they are. */
    public static final StackCommands NONE = new StackCommands(Optional.empty());

    Alarm in(Alarm alarm) {
        return new Alarm(
                alarm.source(),
                alarm.subject(),
                alarm.severity(),
                alarm.titleText(),
                in(alarm.detail()),
                alarm.remedyText().map(this::in),
                alarm.cause(),
                alarm.patience(),
                alarm.workload());
    }

    String in(String text) {
        return directory
                .map(name -> SCRIPT.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(found.group() + " --directory " + quoted(name))))
                .orElse(text);
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
