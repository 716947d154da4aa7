package io.slackwater.repository;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What is done with restic's stdout, on a thread of its own. */
@FunctionalInterface
interface ResticOutput {

    /** Reads the output; what is left unread is thrown away afterwards so that restic never waits for us. */
    void read(InputStream stdout, Activity activity) throws IOException;

    /** Takes each line as an event. Only a growing count of bytes or files, or a finished item, is progress. */
    static ResticOutput events(Consumer<ResticEvent> events) {
        return (stdout, activity) -> {
            long bytes = -1;
            long files = -1;
            BufferedReader lines = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ResticEvent event = ResticLines.parse(line);
                if (event instanceof ResticEvent.Status(long bytesDone, long filesDone)) {
                    if (bytesDone != bytes || filesDone != files) {
                        bytes = bytesDone;
                        files = filesDone;
                        activity.moved();
                    }
                } else {
                    activity.moved();
                }
                events.accept(event);
            }
        };
    }

    /** Gives the raw bytes to a reader. Every byte is progress, and a slow reader is not restic's fault. */
    static ResticOutput bytes(Reader reader) {
        return (stdout, activity) -> reader.read(new Watched(stdout, activity));
    }

    /** Reads raw bytes. */
    @FunctionalInterface
    interface Reader {
        void read(InputStream bytes) throws IOException;
    }

    /** Tells the activity when the reader waits for restic, and when restic waits for the reader. */
    final class Watched extends InputStream {

        private final InputStream in;
        private final Activity activity;

        Watched(InputStream in, Activity activity) {
            this.in = in;
            this.activity = activity;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            activity.readerWorks(false);
            try {
                return in.read(into, offset, length);
            } finally {
                activity.readerWorks(true);
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
