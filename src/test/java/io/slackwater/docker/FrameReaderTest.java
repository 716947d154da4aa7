package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.io.function.IOBooleanSupplier;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    @Property(tries = 300)
    void stdoutAndStderrAreSeparatedForReadsOfAnySize(
            @ForAll @Size(max = 12) List<@Size(max = 200) byte[]> frames,
            @ForAll @IntRange(min = 1, max = 40) int readSize,
            @ForAll @IntRange(min = 1, max = 50) int askSize)
            throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        for (int i = 0; i < frames.size(); i++) {
            boolean stderr = i % 3 == 2;
            (stderr ? err : out).writeBytes(frames.get(i));
            wire.writeBytes(frame(stderr ? 2 : 1, frames.get(i)));
        }
        HeadAndTail ends = new HeadAndTail(64 * 1024);
        FrameReader reader = new Pieces(wire.toByteArray(), readSize).reader(ends);

        assertThat(readAll(reader, askSize)).isEqualTo(out.toByteArray());
        assertThat(ends.text()).isEqualTo(err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void availableFramesAreReturnedInOneReadWithoutWaiting() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(frame(1, "one ".getBytes(StandardCharsets.UTF_8)));
        wire.writeBytes(frame(2, "warning".getBytes(StandardCharsets.UTF_8)));
        wire.writeBytes(frame(1, "two ".getBytes(StandardCharsets.UTF_8)));
        int there = wire.size();
        // Half of the next frame's header is available too; the rest may take an hour.
        wire.writeBytes(Arrays.copyOf(frame(1, new byte[5]), 4));
        Pieces input = new Pieces(wire.toByteArray(), there + 4);
        HeadAndTail ends = new HeadAndTail(64);
        FrameReader reader = input.reader(ends);
        byte[] into = new byte[100];

        assertThat(reader.read(into, 0, 100)).isEqualTo(8);
        assertThat(new String(into, 0, 8, StandardCharsets.UTF_8)).isEqualTo("one two ");
        assertThat(ends.text()).isEqualTo("warning");
        assertThatThrownBy(() -> reader.read(into, 0, 100)).isInstanceOf(EOFException.class);
    }

    @Test
    void anIncompleteFrameIsReturnedAtOnce() throws IOException {
        byte[] frame = frame(1, "slow".getBytes(StandardCharsets.UTF_8));
        FrameReader reader = new Pieces(frame, 10).reader(new HeadAndTail(16));
        byte[] into = new byte[100];

        assertThat(reader.read(into, 0, 100)).isEqualTo(2);
        assertThat(reader.read(into, 2, 98)).isEqualTo(2);
        assertThat(new String(into, 0, 4, StandardCharsets.UTF_8)).isEqualTo("slow");
    }

    @Property(tries = 200)
    void aStreamCutInsideAFrameIsAnError(
            @ForAll @Size(min = 1, max = 100) byte[] first, @ForAll @IntRange(min = 1) int where) {
        byte[] whole = frame(1, first);
        int cut = 1 + where % (whole.length - 1);
        FrameReader reader = new Pieces(Arrays.copyOf(whole, cut), 7).reader(new HeadAndTail(16));

        assertThatThrownBy(() -> readAll(reader, 33))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("cut");
    }

    @Test
    void bytesOutsideAFrameAreRefused() {
        FrameReader reader =
                new Pieces("raw terminal output".getBytes(StandardCharsets.UTF_8), 64).reader(new HeadAndTail(16));

        assertThatThrownBy(() -> readAll(reader, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("TTY");
    }

    @Property(tries = 200)
    void theFirstAndTheLastBytesAreKept(
            @ForAll @Size(max = 20) List<@Size(max = 30) byte[]> parts,
            @ForAll @IntRange(min = 1, max = 40) int capacity) {
        HeadAndTail ends = new HeadAndTail(capacity);
        StringBuilder all = new StringBuilder();
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ('a' + (part[i] & 0x0f));
            }
            all.append(new String(part, StandardCharsets.US_ASCII));
            ends.add(ByteBuffer.wrap(part), part.length);
        }

        int head = capacity / 2;
        assertThat(ends.text())
                .isEqualTo(
                        all.length() <= capacity
                                ? all.toString()
                                : all.substring(0, head)
                                        + HeadAndTail.DROPPED
                                        + all.substring(all.length() - capacity + head));
    }

    private static byte[] frame(int type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .put(new byte[] {(byte) type, 0, 0, 0})
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] readAll(FrameReader reader, int askSize) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[askSize + 3];
        for (int n = reader.read(buffer, 3, askSize); n >= 0; n = reader.read(buffer, 3, askSize)) {
            all.write(buffer, 3, n);
        }
        return all.toByteArray();
    }

    /** Bytes that arrive in pieces of this size. */
    /** Arrives in pieces of one size. */
    private static final class Pieces implements IOBooleanSupplier {

        private final byte[] all;
        private final int size;
        private int at;
        private final ByteBuffer buffer;

        Pieces(byte[] all, int size) {
            this.all = all;
            this.size = size;
            this.buffer = ByteBuffer.allocate(all.length).limit(0);
        }

        FrameReader reader(HeadAndTail stderr) {
            return new FrameReader(buffer, this, stderr);
        }

        @Override
        public boolean getAsBoolean() {
            if (at == all.length) {
                return false;
            }
            int more = Math.min(size, all.length - at);
            buffer.compact().put(all, at, more).flip();
            at += more;
            return true;
        }
    }
}
