package io.slackwater.kind.redis;

import io.slackwater.stream.DumpSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Makes and drains dumps of the shape that Redis sends. */
public final class Rdbs {

    private Rdbs() {}

    /** {@code REDIS0012}, random content, the end opcode and the right checksum. */
    static byte[] whole(int content, long seed) {
        byte[] body = new byte[content];
        new Random(seed).nextBytes(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("REDIS0012".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.writeBytes(body);
        out.write(0xff);
        byte[] summed = out.toByteArray();
        Crc64 crc = new Crc64();
        crc.update(summed, 0, summed.length);
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(crc.value())
                .array());
        return out.toByteArray();
    }

    static byte[] withoutChecksum(int content, long seed) {
        byte[] rdb = whole(content, seed);
        java.util.Arrays.fill(rdb, rdb.length - 8, rdb.length, (byte) 0);
        return rdb;
    }

    static byte[] withTrailer(byte[] rdb) {
        byte[] trailer =
                "0123456789abcdef0123456789abcdef01234567".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(rdb.length + trailer.length)
                .put(rdb)
                .put(trailer)
                .array();
    }

    /** Gives the bytes in pieces of random sizes. */
    static DumpSource pieces(byte[] bytes, int largest, long seed) {
        Random random = new Random(seed);
        return new DumpSource() {
            private int at;

            @Override
            public int read(byte[] into, int offset, int length) {
                if (at == bytes.length) {
                    return -1;
                }
                int n = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(largest));
                System.arraycopy(bytes, at, into, offset, n);
                at += n;
                return n;
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    public static byte[] drained(DumpSource source, int chunk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[chunk];
        for (int n = source.read(buffer, 0, chunk); n >= 0; n = source.read(buffer, 0, chunk)) {
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }
}
