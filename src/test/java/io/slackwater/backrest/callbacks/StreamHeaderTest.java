package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.reconcile.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header file for Backrest's requests, and edits of it by users. */
class StreamHeaderTest {

    private static final String PREFIX = "Authorization: ";

    @TempDir
    Path directory;

    private final List<String> audit = new ArrayList<>();
    private Path file;
    private StreamHeader header;
    private String first;

    @BeforeEach
    void make() throws IOException {
        file = directory.resolve("stream/header");
        header = new StreamHeader(file, (path, why) -> audit.add(path + ": " + why));
        first = Files.readString(file);
    }

    private static String sent(String line) {
        return line.strip().substring(PREFIX.length());
    }

    @Test
    void theHeaderFileIsCreatedAtTheFirstStartAndKept() throws IOException {
        assertThat(first).startsWith(PREFIX + "Bearer ");
        assertThat(header.matches(sent(first))).isTrue();
        assertThat(header.matches("Bearer wrong")).isFalse();
        assertThat(new StreamHeader(file, (path, why) -> audit.add(why)).matches(sent(first)))
                .isTrue();
        assertThat(audit).isEmpty();
    }

    @Test
    void aMissingHeaderFileIsCreatedWithTheCurrentToken() throws IOException {
        Files.delete(file);
        assertThat(header.conflict()).isEmpty();
        assertThat(file).hasContent(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(audit).singleElement().asString().contains(file.toString(), "it was missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "garbage",
                "Authorization: Bearer ",
                "Authorization: Bearer short",
                "Authorization: Bearer two words-of-a-token",
                "Authorization: Bearer 0123456789abcdef\nHost: elsewhere",
                "Authorization: Basic 0123456789abcdef",
                "\u0000\u00ff\u0000"
            })
    void aMalformedHeaderFileIsReplacedWithTheCurrentToken(String garbage) throws IOException {
        Files.writeString(file, garbage);
        assertThat(header.conflict()).isEmpty();
        assertThat(file).hasContent(first);
        assertThat(header.matches(sent(first))).isTrue();
        assertThat(audit).singleElement().asString().contains("Authorization: Bearer TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", "\r\n"})
    void anotherTokenInTheFileIsUsedAtOnceAndKept(String end) throws IOException {
        Files.writeString(file, "Authorization: Bearer another-token-of-another-time" + end);
        assertThat(header.matches("Bearer another-token-of-another-time")).isTrue();
        assertThat(header.matches(sent(first))).isFalse();
        Files.delete(file);
        assertThat(header.conflict()).isEmpty();
        assertThat(file).content().contains("another-token-of-another-time");
    }

    @Test
    void anUnwritableHeaderFileIsReportedAndAllRequestsAreRefused() throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));
        assertThat(header.conflict())
                .map(Conflict::what)
                .hasValueSatisfying(what -> assertThat(what).contains(file.toString()));
        assertThat(header.matches(sent(first))).isFalse();
        Files.delete(file.resolve("in-the-way"));
        Files.delete(file);
        assertThat(header.conflict()).isEmpty();
        assertThat(header.matches(sent(first))).isTrue();
    }
}
