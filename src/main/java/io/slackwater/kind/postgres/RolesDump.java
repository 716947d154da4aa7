package io.slackwater.kind.postgres;

import io.slackwater.stream.DumpSource;
import java.io.IOException;

/** A dump of {@code pg_dumpall} that is whole only when its last line says so. */
record RolesDump(DumpSource source, RolesCheck check) implements DumpSource {

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = source.read(into, offset, length);
        check.write(into, offset, Math.max(0, n));
        return n;
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        source.finish();
        check.complete();
    }

    @Override
    public void close() {
        source.close();
    }
}
