package io.slackwater.kind.config;

import java.io.ByteArrayInputStream;
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
import org.apache.commons.io.function.IOSupplier;

/**
 * Collects files and writes them to a tar, sorted by name, so that equal content gives equal bytes. The last entry is
 * {@value #SUMS}; a truncated tar lacks it.
 */
final class ConfigTar {

    static final String SUMS = "SHA256SUMS";

    private static final int FILE_MODE = 0100600;
    private static final int PERMISSIONS = 07777;

    /**
     * An entry of the tar.
     *
     * @param header gets its name when the entry is added
     * @param content opens the content, which must not change before the tar is written
     */
    record Member(TarArchiveEntry header, IOSupplier<InputStream> content) {

        /** An entry with the attributes of a file and the given content. */
        static Member of(Path file, byte[] content) throws IOException {
            return new Member(
                    newHeader(TarConstants.LF_NORMAL, content.length, attributes(file)),
                    () -> new ByteArrayInputStream(content));
        }

        static Member link(Path path) throws IOException {
            TarArchiveEntry header = newHeader(TarConstants.LF_SYMLINK, 0, attributes(path));
            header.setLinkName(Files.readSymbolicLink(path).toString());
            return new Member(header, InputStream::nullInputStream);
        }

        private static Map<String, Object> attributes(Path path) throws IOException {
            return Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        }
    }

    private final Map<String, Member> members = new TreeMap<>();

    void add(String name, Member member) {
        member.header().setName(name);
        members.put(name, member);
    }

    /** Adds a generated text with default attributes. */
    void text(String name, String text) {
        add(name, generated(text));
    }

    /** Adds a file of any size, with default attributes. */
    void file(String name, Path file) throws IOException {
        add(
                name,
                new Member(
                        newHeader(TarConstants.LF_NORMAL, Files.size(file), Map.of()),
                        () -> Files.newInputStream(file)));
    }

    private static Member generated(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Member(
                newHeader(TarConstants.LF_NORMAL, bytes.length, Map.of()), () -> new ByteArrayInputStream(bytes));
    }

    private static TarArchiveEntry newHeader(byte type, long size, Map<String, Object> attributes) {
        TarArchiveEntry header = new TarArchiveEntry(SUMS, type);
        header.setSize(size);
        header.setMode((Integer) attributes.getOrDefault("mode", FILE_MODE) & PERMISSIONS);
        header.setUserId((Integer) attributes.getOrDefault("uid", 0));
        header.setGroupId((Integer) attributes.getOrDefault("gid", 0));
        FileTime time = (FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.fromMillis(0));
        header.setLastModifiedTime(FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS));
        return header;
    }

    void write(Path file) throws IOException {
        StringBuilder sums = new StringBuilder();
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Member member : members.values()) {
                byte[] sum = write(tar, member);
                if (!member.header().isSymbolicLink()) {
                    addSum(sums, sum, member.header().getName());
                }
            }
            write(tar, generated(sums.toString()));
            tar.finish();
        }
    }

    /** Writes an entry and returns its SHA-256. The tar refuses content whose size differs from the header's. */
    private static byte[] write(TarArchiveOutputStream tar, Member member) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        tar.putArchiveEntry(member.header());
        try (InputStream in = member.content().get()) {
            in.transferTo(new DigestOutputStream(tar, digest));
        }
        tar.closeArchiveEntry();
        return digest.digest();
    }

    /**
     * Appends a line for {@code sha256sum --check}. A backslash before the sum marks a name with escaped characters.
     */
    static void addSum(StringBuilder sums, byte[] digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        sums.append(escaped.equals(name) ? "" : "\\")
                .append(HexFormat.of().formatHex(digest))
                .append("  ")
                .append(escaped)
                .append('\n');
    }
}
