package io.slackwater.signin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with the line {@code Authorization: Bearer TOKEN}, which curl reads with {@code --header @file}. Backups that
 * send the header fail without a valid file, so {@link #restore} writes the file again. Safe for use by several
 * threads.
 */
public final class HeaderFile {

    private static final String PREFIX = "Authorization: ";
    private static final String BEARER = "Bearer ";

    /** A valid line. The token has at least 16 characters, as in {@link TokenFile}. */
    private static final Pattern LINE =
            Pattern.compile("\\s*authorization:[ \\t]*(Bearer +[!-~]{16,})\\s*", Pattern.CASE_INSENSITIVE);

    private static final int MOST_BYTES = 4096;

    private final Path file;
    private final boolean editable;
    private final String token = TokenFile.fresh();
    private String authorization = BEARER + token;

    /**
     * @param editable whether a user may put another token into the file; otherwise only the token of this process is
     *     valid
     */
    public HeaderFile(Path file, boolean editable) {
        this.file = file;
        this.editable = editable;
    }

    /** The token that this process generated. An editable file may hold another token. */
    public String token() {
        return token;
    }

    /** Returns the path of the file. Writes a missing or invalid file again before. */
    public Path file() throws IOException {
        restore();
        return file;
    }

    /**
     * Reads the file. If it has no valid line, writes it again with the current token.
     *
     * @return why the file had to be written; empty when it was valid
     * @throws IOException the file cannot be written; the message also says why it had to be written
     */
    public synchronized Optional<String> restore() throws IOException {
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            try {
                PrivateFile.write(file, PREFIX + authorization + "\n");
            } catch (IOException e) {
                throw new IOException(
                        "%s: %s, and it cannot be written again; check the owner, the mount and the free space of its directory"
                                .formatted(file, wrong.get()),
                        e);
            }
        }
        return wrong;
    }

    /**
     * Whether the value of a request's {@code Authorization} header equals the one in the file. Compares in constant
     * time.
     */
    public synchronized boolean matches(String offered) {
        return MessageDigest.isEqual(
                authorization.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> wrong() {
        try (InputStream content = Files.newInputStream(file)) {
            Matcher line = LINE.matcher(new String(content.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
            if (!line.matches()) {
                return Optional.of("it held no line Authorization: Bearer TOKEN with 16 characters or more");
            }
            if (editable) {
                authorization = line.group(1);
            }
            return line.group(1).equals(authorization) ? Optional.empty() : Optional.of("it held another token");
        } catch (NoSuchFileException e) {
            return Optional.of("it was missing");
        } catch (IOException e) {
            return Optional.of("it could not be read (" + WatchedFile.reason(e) + ")");
        }
    }
}
