package io.slackwater.kind.config;

import io.slackwater.docker.Container;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;

/** Adds the files of a Compose project to the tar, each under its path on the host. */
final class ConfigFiles {

    static final String PREFIX = "files";

    private final ConfigTar tar;
    private final ConfigRules rules;
    private final TreeMap<String, String> missing = new TreeMap<>();
    private final TreeMap<String, String> leftOut = new TreeMap<>();

    ConfigFiles(ConfigTar tar, ConfigRules rules) {
        this.tar = tar;
        this.rules = rules;
    }

    /** Returns the secrets that nothing else in the tar may hold either. */
    OwnSecrets add(Collection<Container> containers) throws IOException {
        ProjectFiles.Selection selection = new ProjectFiles(rules).select(containers);
        for (Path file : selection.files()) {
            add(file, selection.secrets());
        }
        for (NotStored one : selection.notStored()) {
            (one.reason().onPurpose() && !one.alarming() ? leftOut : missing)
                    .merge(one.path().toString(), one.why(), (a, b) -> a.equals(b) ? a : a + "\n    " + b);
        }
        return selection.secrets();
    }

    /** Path to the reason why it is not in the tar. */
    TreeMap<String, String> missing() {
        return missing;
    }

    /** Path to the reason why it is never in the tar. */
    TreeMap<String, String> leftOut() {
        return leftOut;
    }

    private void add(Path file, OwnSecrets secrets) {
        try {
            if (Files.isSymbolicLink(file)) {
                tar.link(PREFIX + file, file);
            } else {
                content(file, secrets);
            }
        } catch (NoSuchFileException e) {
            missing.put(file.toString(), "it vanished while it was read");
        } catch (IOException e) {
            missing.put(file.toString(), "it cannot be read: " + e);
        }
    }

    /** The file may have changed since its selection. */
    private void content(Path file, OwnSecrets secrets) throws IOException {
        long largest = ProjectFiles.Bounds.USUAL.named();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            missing.put(file.toString(), "it was replaced while it was read");
            return;
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes((int) largest + 1);
        }
        if (content.length > largest) {
            missing.put(file.toString(), "it grew beyond " + largest + " bytes while it was read");
        } else if (secrets.standIn(content)) {
            leftOut.put(file.toString(), "a key or token of Slackwater stands in it; these are never stored");
        } else {
            tar.file(PREFIX + file, file, content);
        }
    }
}
