package io.slackwater.signin;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is read again after each change. An unreadable or invalid file counts as missing: it gives no
 * access. Safe for use by several threads.
 */
final class WatchedFile<T> {

    private static final String WHAT = "unix:lastModifiedTime,ctime,size,ino,mode";
    private static final int OTHERS_WRITE = 0022;
    private static final int OTHERS_READ = 0044;

    /** @param problems of the file, each with its remedy */
    record Content<T>(T value, List<String> problems) {
        static <T> Content<T> good(T value) {
            return new Content<>(value, List.of());
        }
    }

    private final Path file;
    private final String what;
    private final boolean secret;
    private final T absent;
    private final Function<String, Content<T>> reader;
    private @Nullable Map<String, Object> seen;
    private Content<T> content;

    /**
     * @param what what the file contains, for messages
     * @param secret whether a file that others can read is reported as a problem
     * @param absent the value while there is no valid file
     * @param reader parses the text of the file
     */
    WatchedFile(Path file, String what, boolean secret, T absent, Function<String, Content<T>> reader) {
        this.file = file;
        this.what = what;
        this.secret = secret;
        this.absent = absent;
        this.reader = reader;
        this.content = Content.good(absent);
    }

    T value() {
        return content().value();
    }

    List<String> problems() {
        return content().problems();
    }

    private synchronized Content<T> content() {
        try {
            Map<String, Object> now = Files.readAttributes(file, WHAT);
            if (!now.equals(seen)) {
                content = read((Integer) Objects.requireNonNull(now.get("mode")));
                seen = now;
            }
        } catch (NoSuchFileException e) {
            seen = null;
            content = Content.good(absent);
        } catch (IOException e) {
            seen = null;
            content = bad("cannot be read (" + reason(e) + "); make it readable for the sidecar's user");
        }
        return content;
    }

    private Content<T> read(int mode) throws IOException {
        if ((mode & OTHERS_WRITE) != 0) {
            return bad("can be written by users other than its owner, so it is ignored; chmod 600 " + file);
        }
        Content<T> read;
        try {
            read = reader.apply(Files.readString(file));
        } catch (IllegalArgumentException e) {
            return bad(String.valueOf(e.getMessage()));
        }
        if (secret && (mode & OTHERS_READ) != 0) {
            List<String> problems = new java.util.ArrayList<>(read.problems());
            problems.add(what + " " + file + " can be read by users other than its owner; chmod 600 " + file);
            return new Content<>(read.value(), List.copyOf(problems));
        }
        return read;
    }

    private Content<T> bad(String problem) {
        return new Content<>(absent, List.of(what + " " + file + " " + problem));
    }

    static String reason(IOException e) {
        return switch (e) {
            case CharacterCodingException _ -> "not " + StandardCharsets.UTF_8 + " text";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
