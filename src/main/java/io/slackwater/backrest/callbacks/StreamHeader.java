package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.signin.OwnerOnly;
import io.slackwater.signin.TokenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The file with the line by which Backrest comes to the internal port. The file is the source: another token in it holds at once. One
 * that is missing, or holds no token, would keep Backrest from every backup: it is made again, with the token that was in force. Safe
 * for use by several threads.
 */
public final class StreamHeader {

    /** The subject of the conflict. */
    public static final String SUBJECT = "stream token";

    private static final Logger LOG = Logger.getLogger(StreamHeader.class);

    /** Nobody guesses 16 characters; what is shorter is a slip of the hand, as in the API's token file. */
    private static final Pattern LINE =
            Pattern.compile("\\s*authorization:[ \\t]*(Bearer +[!-~]{16,})\\s*", Pattern.CASE_INSENSITIVE);

    private static final int MOST_BYTES = 4096;

    /** Whoever writes a new token into it empties it first. */
    private static final Duration BEING_WRITTEN = Duration.ofMillis(50);

    /** Notes that the file was made again. */
    @FunctionalInterface
    public interface Audit {
        void remade(String file, String why);
    }

    private final Path file;
    private final Audit audit;
    private String authorization;
    private String trouble = "";

    private StreamHeader(Path file, Audit audit, String authorization) {
        this.file = file;
        this.audit = audit;
        this.authorization = authorization;
    }

    /**
     * With the token of the file, which is made when it is not there yet.
     *
     * @throws IOException it cannot be made
     */
    public static StreamHeader of(Path file, Audit audit) throws IOException {
        StreamHeader header = new StreamHeader(file, audit, "Bearer " + TokenFile.fresh());
        if (Files.exists(file)) {
            Optional<Conflict> unusable = header.look();
            if (unusable.isPresent()) {
                throw new IOException(
                        unusable.get().what() + " " + unusable.get().remedy());
            }
        } else {
            header.write();
        }
        return header;
    }

    public Path file() {
        return file;
    }

    /** Makes it again when that is needed; says why Backrest cannot come with it, when that fails. */
    public synchronized Optional<Conflict> look() {
        String wrong = read();
        if (!wrong.isEmpty()) {
            LockSupport.parkNanos(BEING_WRITTEN.toNanos());
            wrong = read();
        }
        if (wrong.isEmpty()) {
            trouble = "";
            return Optional.empty();
        }
        try {
            write();
        } catch (IOException e) {
            return Optional.of(unwritable(wrong, e));
        }
        trouble = "";
        LOG.warnf("made again: Backrest comes for the data with it file=%s reason=\"%s\"", file, wrong);
        audit.remade(file.toString(), wrong + "; the token stays as it was");
        return Optional.empty();
    }

    /** Whether that is what Backrest sends by the file as it is now. */
    synchronized boolean knows(String offered) {
        return look().isEmpty()
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what is wrong with it. */
    private String read() {
        try (InputStream content = Files.newInputStream(file)) {
            String text = new String(content.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            Matcher line = LINE.matcher(text);
            if (!line.matches()) {
                return "it held no line Authorization: Bearer TOKEN with 16 characters or more";
            }
            authorization = line.group(1);
            return "";
        } catch (NoSuchFileException e) {
            return "it was missing";
        } catch (IOException e) {
            return "it could not be read (" + e.getMessage() + ")";
        }
    }

    private void write() throws IOException {
        OwnerOnly.write(file, "Authorization: " + authorization + "\n");
    }

    private Conflict unwritable(String wrong, IOException e) {
        String what =
                "The file %s, by which Backrest comes for the data, is not usable: %s, and it cannot be made again (%s)."
                        .formatted(file, wrong, e);
        if (!what.equals(trouble)) {
            LOG.error(what);
            trouble = what;
        }
        return new Conflict(
                SUBJECT,
                what,
                "Make its directory (secrets/stream) writable for the sidecar's user, and remove what stands at %s; it is made again by itself. Until then nothing is backed up by Backrest, and Slackwater makes the backups without it."
                        .formatted(file));
    }
}
