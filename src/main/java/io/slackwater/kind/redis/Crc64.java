package io.slackwater.kind.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum at the end of a Redis dump: CRC-64 by Jones, polynomial {@code 0xad93d23594c935a9}, reflected, starting at 0
 * (redis/redis, {@code src/crc64.c}). Takes sixteen bytes a step. Not safe for use by several threads.
 */
final class Crc64 {

    private static final long REFLECTED_POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final int SLICES = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long crc;

    private static long[][] tables() {
        long[][] tables = new long[SLICES][256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ REFLECTED_POLYNOMIAL : crc >>> 1;
            }
            tables[0][i] = crc;
        }
        for (int i = 0; i < 256; i++) {
            for (int slice = 1; slice < SLICES; slice++) {
                long before = tables[slice - 1][i];
                tables[slice][i] = before >>> 8 ^ tables[0][(int) before & 0xff];
            }
        }
        return tables;
    }

    void update(byte[] bytes, int offset, int length) {
        long[] t0 = TABLES[0];
        long[] t1 = TABLES[1];
        long[] t2 = TABLES[2];
        long[] t3 = TABLES[3];
        long[] t4 = TABLES[4];
        long[] t5 = TABLES[5];
        long[] t6 = TABLES[6];
        long[] t7 = TABLES[7];
        long[] t8 = TABLES[8];
        long[] t9 = TABLES[9];
        long[] t10 = TABLES[10];
        long[] t11 = TABLES[11];
        long[] t12 = TABLES[12];
        long[] t13 = TABLES[13];
        long[] t14 = TABLES[14];
        long[] t15 = TABLES[15];
        long c = crc;
        int at = offset;
        int end = offset + length;
        for (; at + SLICES <= end; at += SLICES) {
            long a = c ^ (long) LONGS.get(bytes, at);
            long b = (long) LONGS.get(bytes, at + Long.BYTES);
            c = t15[(int) a & 0xff]
                    ^ t14[(int) (a >>> 8) & 0xff]
                    ^ t13[(int) (a >>> 16) & 0xff]
                    ^ t12[(int) (a >>> 24) & 0xff]
                    ^ t11[(int) (a >>> 32) & 0xff]
                    ^ t10[(int) (a >>> 40) & 0xff]
                    ^ t9[(int) (a >>> 48) & 0xff]
                    ^ t8[(int) (a >>> 56) & 0xff]
                    ^ t7[(int) b & 0xff]
                    ^ t6[(int) (b >>> 8) & 0xff]
                    ^ t5[(int) (b >>> 16) & 0xff]
                    ^ t4[(int) (b >>> 24) & 0xff]
                    ^ t3[(int) (b >>> 32) & 0xff]
                    ^ t2[(int) (b >>> 40) & 0xff]
                    ^ t1[(int) (b >>> 48) & 0xff]
                    ^ t0[(int) (b >>> 56) & 0xff];
        }
        for (; at < end; at++) {
            c = c >>> 8 ^ t0[(int) (c ^ bytes[at]) & 0xff];
        }
        crc = c;
    }

    long value() {
        return crc;
    }

    /** A copy of the current state, so that one prefix can have two continuations. */
    Crc64 fork() {
        Crc64 other = new Crc64();
        other.crc = crc;
        return other;
    }
}
