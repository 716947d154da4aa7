package io.slackwater.kind;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.Toolbox;
import io.slackwater.capture.TreeCapture;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import io.slackwater.kind.config.ConfigCapture;
import io.slackwater.kind.config.ConfigSources;
import io.slackwater.kind.ollama.OllamaCapture;
import io.slackwater.kind.openwebui.OpenWebUiCapture;
import io.slackwater.kind.postgres.PostgresDatabaseCapture;
import io.slackwater.kind.postgres.PostgresRolesCapture;
import io.slackwater.kind.redis.RedisCapture;
import io.slackwater.kind.volume.VolumeCapture;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who captures and checks what. Immutable and safe for use by several threads. */
public final class Captures {

    private final List<StreamCapture> streams;
    private final List<TreeCapture> trees;

    /** @param rowsUnprotected whether rows of this workload are in a database that nobody protects */
    public Captures(Docker docker, Clock clock, ConfigSources sources, Predicate<WorkloadId> rowsUnprotected) {
        Toolbox toolbox = new Toolbox();
        this.streams = List.of(
                new PostgresRolesCapture(docker, toolbox, clock),
                new PostgresDatabaseCapture(docker, toolbox, clock),
                new RedisCapture(docker, toolbox, clock),
                new ConfigCapture(docker, sources));
        this.trees = List.of(new OpenWebUiCapture(docker, rowsUnprotected), new OllamaCapture());
    }

    /** Empty when nobody can dump this. */
    public Optional<StreamCapture> stream(Source source) {
        return streams.stream().filter(capture -> capture.handles(source)).findFirst();
    }

    /** Any tree can be captured: what has no kind of its own is a volume. */
    public TreeCapture tree(Dataset dataset) {
        return trees.stream()
                .filter(capture -> capture.handles(dataset))
                .findFirst()
                .orElseGet(VolumeCapture::new);
    }
}
