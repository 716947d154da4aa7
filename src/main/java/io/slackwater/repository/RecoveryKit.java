package io.slackwater.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that is needed to restore without Slackwater, to be printed and kept away from the machine. It holds the keys: show it
 * to nobody but the one who asked for it, and never log it ({@link #toString()} does not show them).
 */
public final class RecoveryKit {

    private final String instance;
    private final Instant made;
    private final List<Entry> entries;

    /**
     * One repository.
     *
     * @param uri as the sidecar sees it
     * @param onHost where a local repository is for whoever stands before the machine; empty when not known, or far away
     * @param resticId empty while the repository is not initialised yet
     * @param environment names of the variables that restic needs besides, without their values
     * @param environmentFile where their values are; empty when none are needed
     */
    record Entry(
            String repository,
            String uri,
            Optional<String> onHost,
            String resticId,
            RepositoryKey key,
            List<String> environment,
            String environmentFile) {

        /** What restic on the host takes. A password in it is masked; the policy allows none. */
        String address() {
            return onHost.orElseGet(() -> new Redaction(List.of()).of(uri));
        }

        /** What has to be known besides about the address; empty when nothing. */
        String remark() {
            if (!uri.startsWith("/") || onHost.equals(Optional.of(uri))) {
                return "";
            }
            return onHost.isPresent()
                    ? "in the sidecar: " + uri
                    : "as the sidecar sees it; on the host it is what is mounted there";
        }
    }

    RecoveryKit(String instance, Instant made, List<Entry> entries) {
        this.instance = instance;
        this.made = made;
        this.entries = List.copyOf(entries);
    }

    /** The repositories whose key is in it: what to note when it was taken. */
    public Set<String> repositories() {
        return entries.stream().map(Entry::repository).collect(Collectors.toUnmodifiableSet());
    }

    /** As plain text. Its indented lines are shell commands that work as they stand. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("SLACKWATER RECOVERY KIT of ").append(instance).append('\n');
        text.append("made ").append(made).append(". Keep it secret, and keep it away from this machine.\n\n");
        text.append("Needed: restic 0.18 or newer (https://restic.net). Nothing of Slackwater.\n");
        for (Entry entry : entries) {
            text.append("\n== Repository ").append(entry.repository()).append(" ==\n");
            text.append("address    ").append(entry.address());
            text.append(entry.remark().isEmpty() ? "\n" : "  (" + entry.remark() + ")\n");
            text.append("restic id  ").append(entry.resticId().isEmpty() ? "not initialised yet" : entry.resticId());
            text.append("\nkey        ").append(entry.key().reveal()).append('\n');
            text.append("check      ").append(entry.key().checksum());
            text.append("  (the first 8 digits of the key's SHA-256)\n");
            if (!entry.environment().isEmpty()) {
                text.append("needs      ").append(String.join(", ", entry.environment()));
                text.append("  (values: ").append(entry.environmentFile()).append(")\n");
            }
            text.append('\n');
            for (Step step : steps(entry)) {
                text.append(step.why()).append(":\n");
                step.commands()
                        .forEach(command -> text.append("  ").append(command).append('\n'));
            }
        }
        return text.toString();
    }

    /** As one page of HTML without anything from elsewhere, to be printed. */
    public String html() {
        StringBuilder html = new StringBuilder();
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<title>Recovery kit of ").append(escape(instance)).append("</title>\n<style>");
        html.append("body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}");
        html.append("pre,code{font:10pt/1.4 monospace;white-space:pre-wrap;word-break:break-all}");
        html.append("pre{background:#f3f3f3;padding:.5em}section{break-inside:avoid}");
        html.append(
                "td{padding:.1em 1em .1em 0;vertical-align:top}@media print{pre{background:none;border:1px solid}}");
        html.append("</style></head><body>\n<h1>Slackwater recovery kit of ").append(escape(instance));
        html.append("</h1>\n<p>Made ").append(made);
        html.append(". Keep it secret, and keep it away from this machine. Needed: restic 0.18 or newer ");
        html.append("(https://restic.net). Nothing of Slackwater.</p>\n");
        for (Entry entry : entries) {
            html.append("<section><h2>Repository ")
                    .append(escape(entry.repository()))
                    .append("</h2>\n<table>");
            row(html, "address", entry.address() + (entry.remark().isEmpty() ? "" : " (" + entry.remark() + ")"));
            row(html, "restic id", entry.resticId().isEmpty() ? "not initialised yet" : entry.resticId());
            row(html, "key", entry.key().reveal());
            row(html, "check", entry.key().checksum() + " (the first 8 digits of the key's SHA-256)");
            if (!entry.environment().isEmpty()) {
                String values = " (values: " + entry.environmentFile() + ")";
                row(html, "needs", String.join(", ", entry.environment()) + values);
            }
            html.append("</table>\n");
            for (Step step : steps(entry)) {
                html.append("<p>").append(escape(step.why())).append(":</p>\n<pre>");
                html.append(escape(String.join("\n", step.commands()))).append("</pre>\n");
            }
            html.append("</section>\n");
        }
        return html.append("</body></html>\n").toString();
    }

    private record Step(String why, List<String> commands) {}

    private static List<Step> steps(Entry entry) {
        String file = entry.repository() + ".key";
        return List.of(
                new Step(
                        "Make the key file and say where the repository is",
                        List.of(
                                "umask 077",
                                "printf '%s' " + quoted(entry.key().reveal()) + " > " + quoted(file),
                                "sha256sum < " + quoted(file) + " | cut -c1-8",
                                "export RESTIC_PASSWORD_FILE=\"$PWD/\"" + quoted(file),
                                "export RESTIC_REPOSITORY=" + quoted(entry.address()))),
                new Step(
                        "See that it is the right one (the id above) and what is in it",
                        List.of("restic --no-lock cat config", "restic --no-lock snapshots")),
                new Step(
                        "See what is in a snapshot, and get it (SNAPSHOT is an id of that list)",
                        List.of(
                                "restic --no-lock ls \"$SNAPSHOT\"",
                                "restic --no-lock restore \"$SNAPSHOT\" --target ./restored",
                                "restic --no-lock dump \"$SNAPSHOT\" \"$FILE\" > ./dumped")));
    }

    private static void row(StringBuilder html, String name, String value) {
        html.append("<tr><td>").append(name).append("</td><td><code>").append(escape(value));
        html.append("</code></td></tr>\n");
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return "recovery kit of " + instance + " for " + repositories();
    }
}
