package io.slackwater.kind.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Collects the members of a tar and writes them sorted by name, so that equal content gives equal bytes. The last member is
 * {@value #SUMS}; a truncated archive lacks it.
 */
final class ConfigTar {

    static final String SUMS = "SHA256SUMS";

    private static final int FILE_MODE = 0100600;
    private static final int PERMISSIONS = 07777;

    /** Either bytes, a link's target or a file of any size. */
    private sealed interface Member {
        record Text(byte[] bytes) implements Member {}

        record Stored(byte[] bytes, Map<String, Object> attributes) implements Member {}

        record Link(String target, Map<String, Object> attributes) implements Member {}

        record Large(Path path, FileTime modified) implements Member {}
    }

    private final Map<String, Member> members = new TreeMap<>();

    /** Something that we made: it has no time of its own. */
    void text(String name, String content) {
        members.put(name, new Member.Text(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** A file of the user's, as it was when its bytes were read. */
    void file(String name, Path path, byte[] bytes) throws IOException {
        members.put(name, new Member.Stored(bytes, attributes(path)));
    }

    void link(String name, Path path) throws IOException {
        members.put(name, new Member.Link(Files.readSymbolicLink(path).toString(), attributes(path)));
    }

    /** A file of any size that does not change before the tar is written. */
    void large(String name, Path path) throws IOException {
        members.put(name, new Member.Large(path, seconds(Files.getLastModifiedTime(path))));
    }

    /** The same for a temporary copy, with a fixed time instead of its own. */
    void copy(String name, Path path) {
        members.put(name, new Member.Large(path, FileTime.fromMillis(0)));
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    void write(Path file) throws IOException {
        StringBuilder sums = new StringBuilder();
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, Member> member : members.entrySet()) {
                write(tar, member.getKey(), member.getValue(), sums);
            }
            write(tar, SUMS, new Member.Text(sums.toString().getBytes(StandardCharsets.UTF_8)), new StringBuilder());
            tar.finish();
        }
    }

    private static void write(TarArchiveOutputStream tar, String name, Member member, StringBuilder sums)
            throws IOException {
        switch (member) {
            case Member.Text text -> put(tar, entry(name, text.bytes().length), text.bytes(), sums);
            case Member.Stored stored -> {
                TarArchiveEntry entry = entry(name, stored.bytes().length);
                describe(entry, stored.attributes());
                put(tar, entry, stored.bytes(), sums);
            }
            case Member.Link link -> {
                TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                entry.setLinkName(link.target());
                describe(entry, link.attributes());
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            case Member.Large large -> copy(tar, name, large, sums);
        }
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(FILE_MODE);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        return entry;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] bytes, StringBuilder sums)
            throws IOException {
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
        add(sums, sha256().digest(bytes), entry.getName());
    }

    private static void copy(TarArchiveOutputStream tar, String name, Member.Large large, StringBuilder sums)
            throws IOException {
        long size = Files.size(large.path());
        TarArchiveEntry entry = entry(name, size);
        entry.setLastModifiedTime(large.modified());
        tar.putArchiveEntry(entry);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(large.path())) {
            long copied = in.transferTo(new DigestOutputStream(tar, digest));
            if (copied != size) {
                throw new IOException(large.path() + " changed while it was read");
            }
        }
        tar.closeArchiveEntry();
        add(sums, digest.digest(), name);
    }

    /** In the form that {@code sha256sum --check} reads, for names that need no escape there. */
    private static void add(StringBuilder sums, byte[] digest, String name) {
        sums.append(HexFormat.of().formatHex(digest)).append("  ").append(name).append('\n');
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    }

    private static void describe(TarArchiveEntry entry, Map<String, Object> attributes) {
        entry.setMode((Integer) attributes.getOrDefault("mode", FILE_MODE) & PERMISSIONS);
        entry.setUserId((Integer) attributes.getOrDefault("uid", 0));
        entry.setGroupId((Integer) attributes.getOrDefault("gid", 0));
        entry.setLastModifiedTime(
                seconds((FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.fromMillis(0))));
    }

    private static FileTime seconds(FileTime time) {
        return FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
