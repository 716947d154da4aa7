package io.slackwater.kind.config;

import io.slackwater.capture.CaptureRequest;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.stream.DumpSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Makes and reads archives of configurations. */
final class ConfigArchives {

    private ConfigArchives() {}

    /** @param member any container of the project */
    static CaptureRequest request(String project, Container member) {
        WorkloadId id = new WorkloadId(project, "config");
        Dataset dataset = new Dataset(
                project + ".config",
                id,
                "config",
                new Source.Stream(new Kind("config"), "config", "tar"),
                Method.STREAM,
                "critical",
                List.of());
        Workload workload = new Workload(
                id,
                member,
                new Kind("config"),
                "critical",
                Duration.ofSeconds(60),
                Credentials.NONE,
                Map.of(),
                List.of(dataset),
                List.of());
        return new CaptureRequest(
                dataset, workload, "run1", Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    /** All bytes of the dump. */
    static byte[] drained(DumpSource source) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DumpSource dump = source) {
            byte[] buffer = new byte[1000];
            for (int n = dump.read(buffer, 0, buffer.length); n >= 0; n = dump.read(buffer, 0, buffer.length)) {
                bytes.write(buffer, 0, n);
            }
            dump.finish();
        }
        return bytes.toByteArray();
    }

    /** The texts of the members by their names. */
    static Map<String, String> members(byte[] tar) throws IOException {
        Map<String, String> members = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return members;
    }
}
