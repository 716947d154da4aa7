package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.stream.DumpSource;
import java.io.IOException;

/** A dump of {@code pg_dumpall} that is whole only when its last line says so. */
final class RolesDump implements DumpSource {

    private final String what;
    private final DumpSource source;
    private final RolesScript script = new RolesScript();

    RolesDump(String what, DumpSource source) {
        this.what = what;
        this.source = source;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = source.read(into, offset, length);
        if (n > 0) {
            script.add(into, offset, n);
        }
        return n;
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        source.finish();
        var wrong = script.wrong();
        if (wrong.isPresent()) {
            throw new CaptureException(
                    "The " + what + " is not whole although it ended with exit code 0: " + wrong.get(), true);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
