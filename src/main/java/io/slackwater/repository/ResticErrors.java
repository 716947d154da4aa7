package io.slackwater.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one restic said on stderr, bounded whatever it writes. Written by one thread while restic runs, read by others; safe for
 * both.
 */
final class ResticErrors {

    private static final int TEXTS = 60;
    private static final int ITEMS = 5;
    private static final int LINE = 600;

    private final Redaction redaction;
    private final List<String> texts = new ArrayList<>();
    private final List<ResticEvent.ItemError> items = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private long itemErrors;
    private long permissionErrors;
    private Optional<String> exitMessage = Optional.empty();
    private @Nullable Failure hopeless;
    private @Nullable String unremoved;

    ResticErrors(Redaction redaction) {
        this.redaction = redaction;
    }

    synchronized void add(ResticEvent event) {
        switch (event) {
            case ResticEvent.Text(String line) -> text(cut(line));
            case ResticEvent.ItemError error -> {
                itemErrors++;
                // "lchown x: operation not permitted": a sidecar without capabilities cannot give files away.
                if (error.during().equals("restore") && error.message().endsWith("operation not permitted")) {
                    permissionErrors++;
                }
                if (items.size() < ITEMS) {
                    items.add(new ResticEvent.ItemError(error.item(), error.during(), cut(error.message())));
                }
            }
            case ResticEvent.ExitError(int code, String message) -> exitMessage = Optional.of(cut(message));
            default -> {
                // Progress and summaries that a later restic may print here say nothing about errors.
            }
        }
    }

    private void text(String line) {
        if (line.isEmpty()) {
            return;
        }
        Failure found = Diagnosis.hopeless(line);
        if (found != null && hopeless == null) {
            hopeless = found;
        }
        if (line.endsWith("does not exist, skipping") && skipped.size() < ITEMS) {
            skipped.add(line.substring(0, line.length() - " does not exist, skipping".length()));
        }
        if (line.startsWith("unable to remove ") && unremoved == null) {
            unremoved = line;
        }
        if (texts.size() == TEXTS) {
            texts.remove(TEXTS / 2);
        }
        texts.add(line);
    }

    private String cut(String line) {
        String clean = redaction.of(line);
        return clean.length() <= LINE ? clean : clean.substring(0, LINE) + "…";
    }

    /** Set as soon as restic cannot succeed any more although it goes on trying. */
    synchronized @Nullable Failure hopeless() {
        return hopeless;
    }

    /** Source paths that were not there; restic 0.18 exits 0 all the same. */
    synchronized List<String> skippedSources() {
        return List.copyOf(skipped);
    }

    /** A file that forget could not delete; restic exits 0 all the same. */
    synchronized Optional<String> unremoved() {
        return Optional.ofNullable(unremoved);
    }

    synchronized List<ResticEvent.ItemError> items() {
        return List.copyOf(items);
    }

    /** Whether nothing went wrong but that restored files could not be given their owner or attributes. */
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

    /**
     * Whether the command behind a stream said anything, which restic prefixes with {@code subprocess NAME:}. That it said nothing means
     * nothing: restic reaps a command that has ended without waiting for its last words (restic, internal/fs/fs_reader_command.go). Its
     * exit status is always told.
     */
    private boolean commandSpoke() {
        return texts.stream().anyMatch(line -> line.startsWith("subprocess "));
    }

    /** The shortest text that says what went wrong. */
    synchronized String summary() {
        List<String> parts = new ArrayList<>();
        exitMessage
                .map(message -> message.startsWith("Fatal: ") ? message.substring(7) : message)
                .ifPresent(parts::add);
        items.forEach(item -> parts.add(item.item().isEmpty() ? item.message() : item.item() + ": " + item.message()));
        if (itemErrors > items.size()) {
            parts.add("and " + (itemErrors - items.size()) + " more");
        }
        // Of a Go program that broke, the first line says why; what follows is where.
        List<String> panics =
                texts.stream().filter(line -> line.startsWith("panic: ")).toList();
        if (!panics.isEmpty()) {
            parts.addAll(panics);
            return cut(String.join("; ", parts).replace('\n', ' '));
        }
        // The command behind a stream, and the retries before a restic was ended, say more than restic's last words.
        int tail = parts.isEmpty() || commandSpoke() ? 4 : 2;
        parts.addAll(texts.subList(Math.max(0, texts.size() - tail), texts.size()));
        return parts.isEmpty()
                ? "restic said nothing"
                : cut(String.join("; ", parts).replace('\n', ' '));
    }
}
