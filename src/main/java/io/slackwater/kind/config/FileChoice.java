package io.slackwater.kind.config;

import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.HostView;
import io.slackwater.kind.config.ConfigTar.Member;
import io.slackwater.kind.config.NotStored.Reason;
import io.slackwater.policy.FilePattern;
import io.slackwater.repository.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Decides which files belong to a project's configuration, and collects their content. Used by one thread. */
final class FileChoice {

    /** The number of bytes that are searched for NUL. As in git, a file without NUL in its first bytes is text. */
    private static final int HEAD = 8 << 10;

    /** Mounts of kernel file systems and sockets. They have no content to store. */
    private static final Pattern NO_FILE = Pattern.compile("/(proc|sys|dev|run|var/run)(/.*)?|.*\\.sock");
    /** Files of the host's operating system. Each host has its own. */
    private static final Pattern MACHINE =
            Pattern.compile("/(usr|lib)(/.*)?|/etc/(localtime|timezone|resolv\\.conf|hosts|hostname|machine-id)");

    /** A name with an ending, such as {@code nginx.conf} or {@code .htpasswd}, but not {@code conf.d}. */
    private static final Pattern FILE = Pattern.compile(".*/[^/]*\\.(?!d$)[A-Za-z][A-Za-z0-9]{0,9}");

    private static final String EXCLUDED = "config.exclude of the policy names it";

    private final ConfigRules rules;
    private final ProjectFiles.Bounds bounds;
    private final OwnSecrets secrets;
    private final List<Path> roots;
    private final List<FilePattern> include;
    private final List<FilePattern> exclude;
    private final Set<Path> seen = new HashSet<>();
    private final Map<Path, Boolean> closed = new HashMap<>();
    private final SortedMap<Path, Member> files = new TreeMap<>();
    private final List<NotStored> left = new ArrayList<>();
    private long total;

    /**
     * Creates a choice.
     *
     * @param directories the project's directories
     */
    FileChoice(ConfigRules rules, ProjectFiles.Bounds bounds, OwnSecrets secrets, Collection<Path> directories) {
        this.rules = rules;
        this.bounds = bounds;
        this.secrets = secrets;
        this.roots = new ArrayList<>(directories);
        this.roots.addAll(rules.policy().paths());
        this.include = rules.policy().include().stream().map(FilePattern::new).toList();
        this.exclude = rules.policy().exclude().stream().map(FilePattern::new).toList();
    }

    /** The selected regular files and symbolic links, with the content to store. */
    SortedMap<Path, Member> files() {
        return files;
    }

    List<NotStored> left() {
        return left;
    }

    /**
     * Records a file that is not stored.
     *
     * @param named whether Compose or the policy names the path
     */
    void leave(Path path, Reason reason, boolean named, String why) {
        left.add(new NotStored(path, reason, named, why));
    }

    private void leaveNamed(Path path, Reason reason, String why) {
        if (seen.add(path)) {
            leave(path, reason, true, why);
        }
    }

    /** Takes a path of the policy's {@code config.paths}. Returns whether it is a directory to walk. */
    boolean extra(Path path) {
        named(ComposeNames.Named.read(path, "config.paths of the policy", true));
        return visible(path) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes a file that Compose or the policy names, or records why it is not stored. */
    void named(ComposeNames.Named one) {
        Path file = one.path();
        String names = one.by() + " names it";
        boolean fileLike = !one.mounted() || FILE.matcher(file.toString()).matches();
        if (one.mounted() && NO_FILE.matcher(file.toString()).matches()) {
            return;
        }
        if (one.mounted() && MACHINE.matcher(file.toString()).matches()) {
            if (fileLike || file.startsWith("/etc")) {
                leaveNamed(
                        file,
                        Reason.EXCLUDED,
                        names
                                + ", and it belongs to the host's operating system. If a rebuild needs it, put a copy into"
                                + " the project's directory and correct the compose file");
            }
        } else if (excluded(file)) {
            leaveNamed(file, Reason.EXCLUDED, EXCLUDED);
        } else if (!visible(file)) {
            if (fileLike) {
                leaveNamed(file, Reason.NOT_VISIBLE, names + ", but it is not mounted into the sidecar");
            }
        } else if (!there(file)) {
            if (one.required()) {
                leaveNamed(
                        file, Reason.NOT_THERE, names + ", but it does not exist or is not mounted into the sidecar");
            }
        } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            take(file, true, true);
        }
    }

    private boolean visible(Path file) {
        HostView view = rules.reserved().view();
        return view.sees(file) && view.sees(real(file));
    }

    /** Takes a file that the walk of a directory found. */
    void found(Path file) {
        take(file, false, included(file));
    }

    private void take(Path file, boolean named, boolean chosen) {
        if (!seen.add(file)) {
            return;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!forbidden(file, attributes, named)) {
                if (attributes.isSymbolicLink()) {
                    files.put(file, Member.link(file));
                    target(file, named, chosen);
                } else if (attributes.isRegularFile()) {
                    regular(file, attributes.size(), named, chosen);
                } else {
                    leave(file, Reason.NOT_A_FILE, named, "it is a FIFO, a socket or a device");
                }
            }
        } catch (NoSuchFileException e) {
            // The file was removed after its directory was read. The caller reports missing files that Compose names.
            seen.remove(file);
        } catch (IOException e) {
            unreadable(file, e, named);
        }
    }

    void unreadable(Path path, IOException e, boolean named) {
        leave(path, Reason.UNREADABLE, named, "it cannot be read (" + FileError.reason(e) + ")");
    }

    /**
     * Records files that are never stored, even when the policy or Compose names them. Returns whether the path is one
     * of them.
     */
    private boolean forbidden(Path path, BasicFileAttributes attributes, boolean named) {
        Optional<Map.Entry<Path, String>> never = rules.reserved().never().entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .filter(entry -> roots.stream().noneMatch(root -> root.startsWith(entry.getKey())))
                .max(Comparator.comparingInt(entry -> entry.getKey().getNameCount()));
        if (secrets.are(attributes) || ofSlackwater(attributes.isDirectory() ? path : parent(path))) {
            leave(
                    path,
                    !named || OwnSecrets.ownName(path) ? Reason.OWN : Reason.WITH_OWN,
                    named,
                    "it belongs to Slackwater's keys and tokens, which are never stored. The recovery kit has the keys of the"
                            + " repositories, and setup creates the other files again");
        } else if (never.isPresent()) {
            leave(path, Reason.OWN, false, never.get().getValue());
        } else if (excluded(path)) {
            leave(path, Reason.EXCLUDED, named, EXCLUDED);
        } else {
            return false;
        }
        return true;
    }

    /** Whether the directory is the secrets directory of any Slackwater, or lies below it. */
    private boolean ofSlackwater(Path directory) {
        if (roots.contains(directory) || directory.getParent() == null) {
            return secrets.are(directory);
        }
        Boolean known = closed.get(directory);
        if (known == null) {
            known = rules.reserved().secrets().contains(directory)
                    || secrets.are(directory)
                    || OwnSecrets.keptIn(directory)
                    || ofSlackwater(parent(directory));
            closed.put(directory, known);
        }
        return known;
    }

    private void regular(Path file, long size, boolean named, boolean chosen) throws IOException {
        long largest = chosen ? bounds.named() : bounds.text();
        byte[] content = size > largest ? new byte[0] : content(file, largest + 1);
        if (Math.max(size, content.length) > largest) {
            leaveContent(
                    file,
                    Reason.TOO_LARGE,
                    named,
                    "it has " + size + " bytes, more than the " + largest + " allowed for a configuration file");
        } else if (!chosen && !text(content)) {
            leaveContent(file, Reason.NOT_TEXT, false, "it is not a text file");
        } else if (secrets.standIn(content)) {
            leave(file, Reason.WITH_OWN, named, "it contains a key or token of Slackwater, which is never stored");
        } else if (total + content.length > bounds.total()) {
            leaveContent(
                    file,
                    Reason.BOUND,
                    named,
                    "with it, the configuration of the project would exceed " + bounds.total() + " bytes");
        } else {
            total += content.length;
            files.put(file, Member.of(file, content));
        }
    }

    /** Records a file whose content is not stored. If a dataset backs the file up, that dataset is the reason. */
    private void leaveContent(Path file, Reason reason, boolean named, String why) {
        Path real = real(file);
        Optional<String> dataset = rules.reserved().trees().entrySet().stream()
                .filter(entry ->
                        TreeWalk.holds(entry.getKey().path(), entry.getKey().excludes(), real))
                .map(Map.Entry::getValue)
                .min(Comparator.naturalOrder());
        leave(
                file,
                dataset.isPresent() ? Reason.DATA : reason,
                named,
                dataset.map(id -> "it is backed up by the dataset " + id).orElse(why));
    }

    private static byte[] content(Path file, long largest) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes((int) largest);
        }
    }

    private static boolean text(byte[] content) {
        return new String(content, 0, Math.min(content.length, HEAD), StandardCharsets.ISO_8859_1).indexOf('\0') < 0;
    }

    /**
     * Takes a symbolic link's target, if the target lies in a stored directory. The link itself is stored as a link.
     */
    private void target(Path link, boolean named, boolean chosen) throws IOException {
        Path target = parent(link).resolve(Files.readSymbolicLink(link)).normalize();
        if (roots.stream().noneMatch(target::startsWith)) {
            leave(
                    link,
                    Reason.LINK_OUT,
                    named,
                    "it is a link to " + target
                            + ", outside the project's directory: the link is stored, but not its target");
        } else if (named && there(target) && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            take(target, true, chosen);
        }
    }

    /** Whether the path is a directory of the project, or one that the policy adds. */
    boolean isRoot(Path directory) {
        return roots.contains(directory);
    }

    /** Whether the walk must skip a directory. Records the reason. */
    boolean skips(Path directory) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (forbidden(directory, attributes, false)) {
            return true;
        }
        Optional<String> why = included(directory)
                ? Optional.empty()
                : NoConfiguration.why(directory, roots, rules.reserved().elsewhere());
        why.ifPresent(reason -> leave(directory, Reason.DATA, false, reason));
        return why.isPresent();
    }

    /** Whether the policy includes this path or one of its parent directories. */
    boolean included(Path path) {
        return matches(include, path);
    }

    private boolean excluded(Path path) {
        return matches(exclude, path);
    }

    /** Whether the policy includes paths below this directory, but not the directory itself. */
    boolean leadsToIncluded(Path directory) {
        return include.stream()
                .anyMatch(pattern -> roots.stream().anyMatch(root -> pattern.leadsInto(root, directory)));
    }

    /** Whether a pattern matches the path or one of its parents: a pattern for a directory also covers its content. */
    private boolean matches(List<FilePattern> patterns, Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            Path one = at;
            if (patterns.stream().anyMatch(pattern -> roots.stream().anyMatch(root -> pattern.names(root, one)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Resolves symbolic links in the parent directories. Returns the path unchanged when that fails. */
    private static Path real(Path file) {
        try {
            return parent(file).toRealPath().resolve(String.valueOf(file.getFileName()));
        } catch (IOException e) {
            return file;
        }
    }

    private static Path parent(Path path) {
        return path.resolveSibling("");
    }
}
