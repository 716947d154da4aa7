package io.slackwater.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects restic's error output, up to a limit. One thread adds lines while restic runs; any thread may read. */
final class ResticErrors {

    private static final int TEXTS = 60;
    private static final int ITEMS = 5;
    private static final int LINE = 600;
    private static final int TAIL = 4;

    private final Redaction redaction;
    private final List<String> texts = new ArrayList<>();
    private final List<ResticEvent.ItemError> items = new ArrayList<>();
    private long itemErrors;
    private long permissionErrors;
    private Optional<String> exitMessage = Optional.empty();
    private @Nullable Failure hopeless;
    private boolean incomplete;
    private boolean stack;
    private List<String> tail = List.of();

    ResticErrors(Redaction redaction) {
        this.redaction = redaction;
    }

    synchronized void add(ResticEvent event) {
        switch (event) {
            case ResticEvent.Text(String line) -> text(cut(line));
            case ResticEvent.ItemError error -> {
                // So does a check of restic 0.19 report that it cannot write its lock.
                judge(error.message());
                itemErrors++;
                // "lchown x: operation not permitted": a sidecar without capabilities cannot change owners.
                if (error.during().equals("restore") && error.message().endsWith("operation not permitted")) {
                    permissionErrors++;
                }
                if (items.size() < ITEMS) {
                    items.add(new ResticEvent.ItemError(error.item(), error.during(), cut(error.message())));
                }
            }
            case ResticEvent.ExitError(String message) -> exitMessage = Optional.of(cut(message));
            default -> {
                // A later restic may print progress here.
            }
        }
    }

    /** An event as a line of a log, without secrets; empty for progress. */
    Optional<String> shown(ResticEvent event) {
        return switch (event) {
            case ResticEvent.Text(String line) -> line.isEmpty() ? Optional.empty() : Optional.of(shown(line));
            case ResticEvent.ItemError error -> Optional.of(shown(error.item() + ": " + error.message()));
            case ResticEvent.ExitError(String message) -> Optional.of(shown(message));
            default -> Optional.empty();
        };
    }

    private String shown(String line) {
        return redaction.of(cut(line));
    }

    private void text(String line) {
        if (line.isEmpty()) {
            return;
        }
        judge(line);
        incomplete |= line.endsWith("does not exist, skipping") || line.startsWith("unable to remove ");
        if (texts.size() == TEXTS) {
            texts.remove(TEXTS / 2);
        }
        texts.add(line);
        // Go prints the cause of a panic before the stack.
        stack |= line.startsWith("goroutine ");
        if (!stack) {
            tail = List.copyOf(texts.subList(Math.max(0, texts.size() - TAIL), texts.size()));
        }
    }

    private void judge(String line) {
        Failure found = Diagnosis.hopeless(line);
        if (found != null && hopeless == null) {
            hopeless = found;
        }
    }

    private String cut(String line) {
        String clean = redaction.of(line);
        return clean.length() <= LINE ? clean : clean.substring(0, LINE) + "…";
    }

    /** The failure that proves that restic cannot succeed, although restic continues; null if none was seen. */
    synchronized @Nullable Failure hopeless() {
        return hopeless;
    }

    /**
     * Whether a backup skipped a missing source path, or {@code restic forget} could not delete a file. restic 0.18
     * ends with exit code 0 nevertheless.
     */
    synchronized boolean incomplete() {
        return incomplete;
    }

    synchronized List<ResticEvent.ItemError> items() {
        return List.copyOf(items);
    }

    /** Whether all errors are about owners or attributes of restored files. */
    synchronized boolean onlyOwnersNotRestored() {
        return itemErrors > 0
                && itemErrors == permissionErrors
                && exitMessage.orElse("").matches("(?s)Fatal: There were " + itemErrors + " errors\\s*");
    }

    synchronized Optional<String> exitMessage() {
        return exitMessage;
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    /** The cause in one short line. */
    synchronized String summary() {
        List<String> parts = new ArrayList<>();
        exitMessage
                .map(message -> message.startsWith("Fatal: ") ? message.substring(7) : message)
                .ifPresent(parts::add);
        items.forEach(item -> parts.add(item.item().isEmpty() ? item.message() : item.item() + ": " + item.message()));
        if (itemErrors > items.size()) {
            parts.add("and " + (itemErrors - items.size()) + " more");
        }
        parts.addAll(tail);
        return parts.isEmpty()
                ? "restic printed nothing"
                : cut(String.join("; ", parts).replace('\n', ' '));
    }
}
