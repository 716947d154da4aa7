package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void everyInvalidUtf8ByteIsKept() {
        assertThat(FileNames.decode(bytes('a', 0xff, 0xfe, 'b'))).isEqualTo("a\uFFFD\uFFFDb");
        assertThat(FileNames.decode(bytes('a', 0xe2, 0x82, 'x'))).isEqualTo("a\uFFFD\uFFFDx");
        assertThat(FileNames.decode(bytes(0xed, 0xa0, 0x80))).isEqualTo("\uFFFD\uFFFD\uFFFD");
        assertThat(FileNames.decode(bytes(0xc0, 0xaf))).isEqualTo("\uFFFD\uFFFD");
    }

    @Property
    void whatIsUtf8IsKept(@ForAll String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(FileNames.decode(bytes)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
}
