package io.slackwater.kind.ollama;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.FileError;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Checks the models in a snapshot: every manifest must lead to blobs of the right size. Digests are compared for the
 * blobs that were read. Blobs without a manifest are ignored, because {@code ollama pull} names a blob before it
 * verifies the blob.
 */
final class OllamaCheck implements TreeCheck {

    private static final int SHOWN = 3;

    /** A larger file cannot be a manifest. */
    private static final long SMALL = 256 << 10;

    private final Dataset dataset;
    private final String root;
    private final Map<String, OllamaStore> stores = new TreeMap<>();
    /** The symbolic links that stand for manifests, each with its store. */
    private final Map<TreeEntry, OllamaStore> links = new LinkedHashMap<>();

    private final List<String> notes = new ArrayList<>();

    OllamaCheck(Dataset dataset, Path root) {
        this.dataset = dataset;
        this.root = root.toString();
    }

    /** Asks for the content of manifests and small blobs. A symbolic link can make any small blob a manifest. */
    @Override
    public boolean entry(TreeEntry entry) {
        Optional<OllamaPath> found = OllamaPath.of(root, entry.path());
        if (found.isEmpty()) {
            return false;
        }
        OllamaStore store = store(found.get());
        Optional<String> blob = found.get().blob();
        if (blob.isEmpty() && entry.type().equals("symlink")) {
            links.put(entry, store);
        }
        if (!entry.isFile()) {
            return false;
        }
        if (blob.isPresent()) {
            store.blob(blob.get(), entry);
            return entry.size() <= SMALL;
        }
        store.manifest(entry.path());
        return true;
    }

    @Override
    public void file(TreeEntry entry, InputStream content) throws IOException {
        Optional<OllamaPath> found = OllamaPath.of(root, entry.path());
        if (found.isEmpty()) {
            return;
        }
        OllamaStore store = store(found.get());
        Optional<String> blob = found.get().blob();
        if (blob.isPresent()) {
            store.read(blob.get(), content, entry.size() <= SMALL);
        } else {
            store.manifest(entry.path(), content.readAllBytes());
        }
    }

    @Override
    public void complete() throws CaptureException {
        links.forEach(this::followLink);
        List<String> problems = new ArrayList<>();
        stores.values().forEach(store -> problems.addAll(store.problems()));
        if (!problems.isEmpty()) {
            throw new CaptureException(
                    "Models in the snapshot of " + dataset.id() + " are incomplete: " + some(problems)
                            + ". If Ollama was pulling or removing a model, wait for the next run; otherwise pull the model again"
                            + " (ollama pull)",
                    EndCause.NOT_WHOLE);
        }
        List<String> unread = stores.values().stream()
                .flatMap(store -> store.unread().stream())
                .toList();
        if (!unread.isEmpty()) {
            throw new CaptureException(
                    "Manifests in the snapshot of " + dataset.id() + " were not read back: " + some(unread)
                            + "; Slackwater tries again",
                    EndCause.NOT_CHECKED);
        }
    }

    /**
     * Finds the blob that a symbolic link uses as manifest. restic's listing has no link targets, so the original link
     * is read, if it is unchanged.
     */
    private void followLink(TreeEntry link, OllamaStore store) {
        Path original = Path.of(link.path());
        String reason = "the link has changed since it was stored";
        try {
            FileTime modified = Files.getLastModifiedTime(original, LinkOption.NOFOLLOW_LINKS);
            Path target = Files.readSymbolicLink(original);
            Optional<String> digest = OllamaPath.digest(String.valueOf(target.getFileName()));
            if (modified.to(TimeUnit.NANOSECONDS) == link.modified() && digest.isPresent()) {
                store.manifestBlob(link.path(), digest.get());
                return;
            }
        } catch (IOException e) {
            reason = "the original link cannot be read: " + FileError.reason(e);
        }
        notes.add("The model of manifest " + link.path() + ", a symbolic link, was not checked: " + reason + ".");
    }

    private OllamaStore store(OllamaPath path) {
        return stores.computeIfAbsent(path.store(), store -> new OllamaStore());
    }

    private static String some(List<String> sentences) {
        String shown = String.join("; ", sentences.subList(0, Math.min(SHOWN, sentences.size())));
        return sentences.size() > SHOWN ? shown + "; and " + (sentences.size() - SHOWN) + " more" : shown;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
