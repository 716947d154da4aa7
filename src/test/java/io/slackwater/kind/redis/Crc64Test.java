package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void theTestVectorsOfRedisMatch() {
        assertThat(of("123456789")).isEqualTo(0xe9c6d914c4b8d9caL);
        assertThat(of("")).isZero();
    }

    @Test
    void chunksOfAnySizeGiveTheBitwiseChecksum() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            Crc64 crc = new Crc64();
            for (int at = 0; at < bytes.length; ) {
                int n = Math.min(bytes.length - at, 1 + random.nextInt(40));
                crc.update(bytes, at, n);
                at += n;
            }
            assertThat(crc.value()).isEqualTo(bitwise(bytes));
        }
    }

    private static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.value();
    }

    /** As redis/redis describes it: unreflected polynomial, bits reversed at the end. */
    private static long bitwise(byte[] bytes) {
        long crc = 0;
        for (byte b : bytes) {
            for (int i = 0; i < 8; i++) {
                boolean bit = crc < 0;
                if ((b >>> i & 1) != 0) {
                    bit = !bit;
                }
                crc <<= 1;
                if (bit) {
                    crc ^= 0xad93d23594c935a9L;
                }
            }
        }
        return Long.reverse(crc);
    }
}
