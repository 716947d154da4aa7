package io.slackwater.kind.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum at the end of a Redis dump: CRC-64 by Jones, polynomial {@code 0xad93d23594c935a9}, reflected, start
 * value 0 (redis/redis, {@code src/crc64.c}). The checksum of bytes followed by their own checksum is 0. Not safe for
 * use by several threads.
 */
final class Crc64 {

    private static final long REFLECTED_POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long crc;

    private static long[][] tables() {
        long[][] tables = new long[Long.BYTES][256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ REFLECTED_POLYNOMIAL : crc >>> 1;
                if (bit % Byte.SIZE == Byte.SIZE - 1) {
                    tables[bit / Byte.SIZE][i] = crc;
                }
            }
        }
        return tables;
    }

    void update(byte[] bytes, int offset, int length) {
        long c = crc;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long next = c ^ (long) LONGS.get(bytes, at);
            c = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                c ^= TABLES[Long.BYTES - 1 - i][(int) (next >>> i * Byte.SIZE) & 0xff];
            }
        }
        for (; at < end; at++) {
            c = c >>> Byte.SIZE ^ TABLES[0][(int) (c ^ bytes[at]) & 0xff];
        }
        crc = c;
    }

    long value() {
        return crc;
    }
}
