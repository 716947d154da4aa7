package io.slackwater.kind.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The end of a Redis dump: the opcode {@code FF} and the CRC-64 of all bytes before. A server with diskless replication
 * (the default) sends 40 random hex characters after it, and {@code redis-cli --rdb -} forwards them. Redis refuses a
 * dump with these characters as the base of an append-only file.
 *
 * @param trailer the number of bytes to cut off: 0 or 40
 * @param sum whether the checksum is present and right
 */
record RdbEnd(int trailer, Sum sum) {

    enum Sum {
        /** The end opcode and the right checksum are present. */
        RIGHT,
        /** The end opcode is present and the checksum is zero: the server has {@code rdbchecksum no}. */
        NONE,
        /** The dump is cut off or damaged. */
        WRONG
    }

    static final int TRAILER = 40;
    /** The length of opcode and checksum. */
    static final int CLOSING = 9;

    static final int HOLD = TRAILER + CLOSING;
    private static final int EOF_OPCODE = 0xff;

    /**
     * Finds the end of a dump.
     *
     * @param before the checksum of all bytes before {@code last}
     * @param last the last {@link #HOLD} bytes, or all bytes of a shorter dump
     */
    static RdbEnd of(Crc64 before, byte[] last, int offset, int length) {
        Sum plain = sum(before, last, offset, length);
        if (plain == Sum.RIGHT) {
            return new RdbEnd(0, plain);
        }
        Sum trimmed = isTrailer(last, offset, length) ? sum(before, last, offset, length - TRAILER) : Sum.WRONG;
        if (trimmed == Sum.RIGHT) {
            return new RdbEnd(TRAILER, trimmed);
        }
        if (plain == Sum.NONE) {
            return new RdbEnd(0, plain);
        }
        return new RdbEnd(trimmed == Sum.NONE ? TRAILER : 0, trimmed);
    }

    private static Sum sum(Crc64 before, byte[] last, int offset, int length) {
        if (length < CLOSING) {
            return Sum.WRONG;
        }
        Crc64 crc = before.fork();
        crc.update(last, offset, length);
        return sum(crc, last, offset + length - CLOSING);
    }

    /**
     * Judges the checksum.
     *
     * @param all the checksum over the whole dump, with its end
     * @param opcode the index in {@code last} at which the {@link #CLOSING} bytes begin
     */
    static Sum sum(Crc64 all, byte[] last, int opcode) {
        if ((last[opcode] & 0xff) != EOF_OPCODE) {
            return Sum.WRONG;
        }
        if (all.value() == 0) {
            return Sum.RIGHT;
        }
        byte[] none = new byte[Long.BYTES];
        return Arrays.equals(last, opcode + 1, opcode + CLOSING, none, 0, none.length) ? Sum.NONE : Sum.WRONG;
    }

    private static boolean isTrailer(byte[] last, int offset, int length) {
        return length >= HOLD
                && new String(last, offset + length - TRAILER, TRAILER, StandardCharsets.ISO_8859_1)
                        .matches("[0-9a-f]*");
    }
}
