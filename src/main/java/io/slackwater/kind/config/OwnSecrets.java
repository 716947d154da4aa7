package io.slackwater.kind.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises Slackwater's own keys and tokens. Device and inode identify a file that is mounted under two paths. The
 * secret value identifies a copy. Immutable.
 */
final class OwnSecrets {

    private static final int LARGEST = 64 << 10;

    /** The files with secret values. Certificates are not listed, because the stack may use the same ones. */
    private static final Pattern VALUED = Pattern.compile(
            "keys/.*\\.key|stream/.*|nginx/.*|users|(api|health)\\.token|[a-z]+\\.(secret|password)|stream\\.header|header");

    private static final Pattern OWN_NAME = Pattern.compile(
            ".*/(keys|stream|nginx|tls)/[^/]+|.*/((api|health)\\.token|proxy\\.secret|(backrest|admin)\\.password|users)");

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+/=_$.-]{20,}");
    /** A part without a digit is an ordinary word, such as the name of an HTTP header, and no secret. */
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    private final Set<Object> identities = new HashSet<>();
    private final Set<String> values = new LinkedHashSet<>();

    /**
     * Reads Slackwater's secrets.
     *
     * @param places files and directories with secrets; missing ones are ignored
     * @throws IOException a file cannot be read, so its secrets are unknown
     */
    public static OwnSecrets in(Collection<Path> places) throws IOException {
        OwnSecrets secrets = new OwnSecrets();
        for (Path place : places) {
            if (Files.exists(place)) {
                secrets.read(place.toRealPath());
            }
        }
        return secrets;
    }

    private void read(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                readIfPresent(place, file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readIfPresent(Path place, Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            identities.add(identity(attributes));
            Path name = place.equals(file) ? file.getFileName() : place.relativize(file);
            if (attributes.isRegularFile()
                    && VALUED.matcher(String.valueOf(name)).matches()) {
                try (InputStream in = Files.newInputStream(file)) {
                    String content = new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
                    content.lines().filter(line -> !line.startsWith("#")).forEach(this::take);
                }
            }
        } catch (NoSuchFileException e) {
            // The file was replaced just now. The next survey reads the new file.
            return;
        }
    }

    private void take(String line) {
        for (String part : line.split("[\\s\"':;]+")) {
            if (VALUE.matcher(part).matches() && DIGIT.matcher(part).find()) {
                values.add(part);
            }
        }
    }

    private static Object identity(BasicFileAttributes attributes) {
        return Objects.requireNonNull(attributes.fileKey(), "a file on Linux has a device and an inode");
    }

    /** Whether the file is one of Slackwater's secrets, by device and inode. */
    boolean are(BasicFileAttributes attributes) {
        return identities.contains(identity(attributes));
    }

    boolean are(Path directory) {
        try {
            return are(Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            // The path is absent or unreadable, and so is everything below it.
            return false;
        }
    }

    /** Whether the path has the name of a file that Slackwater uses for secrets. */
    static boolean ownName(Path path) {
        return OWN_NAME.matcher(path.toString()).matches();
    }

    /** Whether these bytes contain the value of a key or token. */
    public boolean standIn(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return values.stream().anyMatch(text::contains);
    }

    /** Masks the values of keys and tokens in a text. */
    public String masked(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, "********");
        }
        return masked;
    }

    /** Whether the directory is the secrets directory of any Slackwater installation. */
    static boolean keptIn(Path directory) {
        return there(directory.resolve("api.token"))
                && there(directory.resolve("keys"))
                && there(directory.resolve("stream"));
    }

    private static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
