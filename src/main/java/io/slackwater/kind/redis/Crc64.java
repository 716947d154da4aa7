package io.slackwater.kind.redis;

/**
 * The checksum at the end of a Redis dump: CRC-64 by Jones, polynomial {@code 0xad93d23594c935a9}, reflected, start
 * value 0 (redis/redis, {@code src/crc64.c}). The checksum of bytes followed by their own checksum is 0. Not safe for
 * use by several threads.
 */
final class Crc64 {

    private static final long REFLECTED_POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final long[] TABLE = table();

    private long crc;

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long crc = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ REFLECTED_POLYNOMIAL : crc >>> 1;
            }
            table[i] = crc;
        }
        return table;
    }

    void update(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length; at++) {
            crc = crc >>> Byte.SIZE ^ TABLE[(int) (crc ^ bytes[at]) & 0xff];
        }
    }

    long value() {
        return crc;
    }
}
