package io.slackwater.stream;

import java.io.ByteArrayInputStream;

/** Small real dumps. */
final class TestDumps {

    private TestDumps() {}

    /** Given to its end without a fault. */
    static final class Whole implements DumpSource {

        private final ByteArrayInputStream bytes;

        Whole(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
