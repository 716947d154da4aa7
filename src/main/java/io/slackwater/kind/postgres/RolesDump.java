package io.slackwater.kind.postgres;

import io.slackwater.stream.DumpSource;
import java.io.IOException;

/** Reads a dump by {@code pg_dumpall}. It fails at its end if the tool's last line is missing. */
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
