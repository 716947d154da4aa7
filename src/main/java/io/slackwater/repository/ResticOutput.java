package io.slackwater.repository;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.function.IOConsumer;
import org.apache.commons.io.input.ProxyInputStream;

/** Reads restic's stdout on its own thread. */
@FunctionalInterface
interface ResticOutput {

    /** Reads the output. The caller reads any rest, so that restic never blocks on a full pipe. */
    void read(InputStream stdout, Activity activity) throws IOException;

    /** Parses each line as an event, except lines about unchanged files. A line counts as progress only if it differs from the line before it. */
    static ResticOutput events(IOConsumer<ResticEvent> events) {
        return (stdout, activity) -> {
            ResticEvent last = null;
            BufferedReader lines = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ResticLines.isUnchanged(line)) {
                    activity.moved();
                    continue;
                }
                ResticEvent event = ResticLines.parse(line);
                if (!event.equals(last)) {
                    activity.moved();
                }
                last = event;
                events.accept(event);
            }
        };
    }

    /**
     * Passes the raw bytes to a reader. Each byte counts as progress; time in the reader does not count as a stall of
     * restic.
     */
    static ResticOutput bytes(IOConsumer<InputStream> reader) {
        return (stdout, activity) -> reader.accept(new ProxyInputStream(stdout) {
            @Override
            protected void beforeRead(int length) {
                activity.readerWorks(false);
            }

            @Override
            protected void afterRead(int count) {
                activity.readerWorks(true);
            }

            /** Ignores the call: Jackson closes its input, but the output must be read to its end. */
            @Override
            public void close() {}
        });
    }
}
