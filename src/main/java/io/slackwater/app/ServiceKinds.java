package io.slackwater.app;

import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.ConfigKind;
import io.slackwater.kind.config.ConfigSources;
import io.slackwater.kind.ollama.OllamaKind;
import io.slackwater.kind.openwebui.OpenWebUiKind;
import io.slackwater.kind.postgres.PostgresHistory;
import io.slackwater.kind.postgres.PostgresKind;
import io.slackwater.kind.redis.RedisKind;
import io.slackwater.kind.volume.VolumeKind;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/** The one list of all kinds of services. */
public final class ServiceKinds {

    private ServiceKinds() {}

    /** @param rowsUnprotected whether rows of this workload are in a database that nobody protects */
    public static Kinds<ServiceKind> all(
            Docker docker,
            Clock clock,
            PostgresHistory history,
            ConfigSources sources,
            Predicate<WorkloadId> rowsUnprotected) {
        Toolbox toolbox = new Toolbox();
        return new Kinds<>(List.of(
                new PostgresKind(docker, toolbox, clock, history),
                new RedisKind(docker, toolbox, clock),
                new OpenWebUiKind(docker, rowsUnprotected),
                new OllamaKind(),
                new ConfigKind(docker, sources),
                new VolumeKind()));
    }
}
