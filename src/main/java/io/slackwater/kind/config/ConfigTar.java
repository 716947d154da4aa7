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
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
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

    /** A member of the tar. Generated members have no attributes. */
    sealed interface Member {
        record Content(byte[] bytes, Map<String, Object> attributes) implements Member {}

        record Link(String target, Map<String, Object> attributes) implements Member {}

        /** A file of any size that does not change before the tar is written. */
        record Large(Path path) implements Member {}

        /** The content of a file, with the attributes of the file. */
        static Member of(Path file, byte[] bytes) throws IOException {
            return new Content(bytes, attributes(file));
        }

        static Member link(Path path) throws IOException {
            return new Link(Files.readSymbolicLink(path).toString(), attributes(path));
        }

        private static Map<String, Object> attributes(Path path) throws IOException {
            return Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        }
    }

    private final Map<String, Member> members = new TreeMap<>();

    void add(String name, Member member) {
        members.put(name, member);
    }

    /** A generated member. */
    void text(String name, String content) {
        add(name, new Member.Content(content.getBytes(StandardCharsets.UTF_8), Map.of()));
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
            write(
                    tar,
                    SUMS,
                    new Member.Content(sums.toString().getBytes(StandardCharsets.UTF_8), Map.of()),
                    new StringBuilder());
            tar.finish();
        }
    }

    private static void write(TarArchiveOutputStream tar, String name, Member member, StringBuilder sums)
            throws IOException {
        switch (member) {
            case Member.Content content -> {
                TarArchiveEntry entry = entry(name, content.bytes().length, content.attributes());
                tar.putArchiveEntry(entry);
                tar.write(content.bytes());
                addSum(sums, DigestUtils.getSha256Digest().digest(content.bytes()), name);
            }
            case Member.Link link -> {
                TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                entry.setLinkName(link.target());
                describe(entry, link.attributes());
                tar.putArchiveEntry(entry);
            }
            case Member.Large large -> copy(tar, name, large.path(), sums);
        }
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, long size, Map<String, Object> attributes) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        describe(entry, attributes);
        return entry;
    }

    private static void copy(TarArchiveOutputStream tar, String name, Path file, StringBuilder sums)
            throws IOException {
        long size = Files.size(file);
        tar.putArchiveEntry(entry(name, size, Map.of()));
        MessageDigest digest = DigestUtils.getSha256Digest();
        try (InputStream in = Files.newInputStream(file)) {
            if (in.transferTo(new DigestOutputStream(tar, digest)) != size) {
                throw new IOException(file + " changed while it was read");
            }
        }
        addSum(sums, digest.digest(), name);
    }

    /** In the form that {@code sha256sum --check} reads, for names that need no escape there. */
    static void addSum(StringBuilder sums, byte[] digest, String name) {
        sums.append(HexFormat.of().formatHex(digest)).append("  ").append(name).append('\n');
    }

    private static void describe(TarArchiveEntry entry, Map<String, Object> attributes) {
        entry.setMode((Integer) attributes.getOrDefault("mode", FILE_MODE) & PERMISSIONS);
        entry.setUserId((Integer) attributes.getOrDefault("uid", 0));
        entry.setGroupId((Integer) attributes.getOrDefault("gid", 0));
        FileTime time = (FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.fromMillis(0));
        entry.setLastModifiedTime(FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS));
    }
}
