package io.slackwater.kind.ollama;

import io.slackwater.kind.ollama.OllamaManifest.Reference;
import io.slackwater.repository.TreeEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/** The manifests and blobs of one model directory in a snapshot. */
final class OllamaStore {

    private final Map<String, TreeEntry> blobs = new HashMap<>();
    /** The computed digest of each blob that was read, by the blob's name. */
    private final Map<String, String> digests = new HashMap<>();

    private final Map<String, byte[]> small = new HashMap<>();
    private final Set<String> expected = new TreeSet<>();
    private final Map<String, byte[]> manifests = new TreeMap<>();
    /** The path of each symbolic link, with the digest of its target blob. */
    private final Map<String, String> linked = new TreeMap<>();

    void blob(String name, TreeEntry entry) {
        blobs.put(name, entry);
    }

    void manifest(String path) {
        expected.add(path);
    }

    void manifest(String path, byte[] content) {
        manifests.put(path, content);
    }

    void manifestBlob(String link, String digest) {
        linked.put(link, digest);
    }

    /**
     * Hashes a blob.
     *
     * @param keep whether to keep the bytes, because they may be a manifest
     */
    void read(String name, InputStream content, boolean keep) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        content.transferTo(new DigestOutputStream(keep ? kept : OutputStream.nullOutputStream(), digest));
        if (keep) {
            small.put(name, kept.toByteArray());
        }
        digests.put(name, "sha256-" + HexFormat.of().formatHex(digest.digest()));
    }

    /** The manifests whose content was not read. */
    List<String> unread() {
        return expected.stream().filter(path -> !manifests.containsKey(path)).toList();
    }

    List<String> problems() {
        Set<String> problems = new LinkedHashSet<>();
        manifests.forEach((path, content) -> follow(path, content, new HashSet<>(), problems));
        linked.forEach((link, digest) -> followBlob(link, new Reference(digest, -1), new HashSet<>(), problems));
        return new ArrayList<>(problems);
    }

    private void follow(String model, byte[] content, Set<String> seen, Set<String> problems) {
        OllamaManifest.parse(content)
                .ifPresentOrElse(
                        manifest -> {
                            manifest.blobs().forEach(blob -> check(model, blob).ifPresent(problems::add));
                            manifest.children().forEach(child -> followBlob(model, child, seen, problems));
                        },
                        () -> problems.add("manifest " + model + " is no JSON that lists layers"));
    }

    private void followBlob(String model, Reference reference, Set<String> seen, Set<String> problems) {
        Optional<String> problem = check(model, reference);
        problem.ifPresent(problems::add);
        Optional<String> name = OllamaPath.digest(reference.digest());
        if (problem.isEmpty() && name.isPresent() && seen.add(name.get())) {
            byte[] content = small.get(name.get());
            if (content == null) {
                problems.add(
                        "manifest " + model + " leads to blob " + name.get() + ", which is too large for a manifest");
            } else {
                follow(model, content, seen, problems);
            }
        }
    }

    private Optional<String> check(String model, Reference reference) {
        Optional<String> name = OllamaPath.digest(reference.digest());
        if (name.isEmpty()) {
            return Optional.of("manifest " + model + " names \"" + reference.digest() + "\", which is no digest");
        }
        TreeEntry blob = blobs.get(name.get());
        if (blob == null) {
            return Optional.of("blob " + name.get() + " of manifest " + model + " is missing");
        }
        if (reference.size() >= 0 && reference.size() != blob.size()) {
            return Optional.of("blob " + blob.path() + " has " + blob.size() + " bytes, manifest " + model + " says "
                    + reference.size());
        }
        String digest = digests.getOrDefault(name.get(), name.get());
        return digest.equals(name.get())
                ? Optional.empty()
                : Optional.of("blob " + blob.path() + " of manifest " + model + " has the digest " + digest);
    }
}
