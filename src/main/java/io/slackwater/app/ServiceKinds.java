package io.slackwater.app;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
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
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Creates the kinds of services that Slackwater can back up, such as PostgreSQL and Redis. Its components are what the
 * kinds depend on.
 */
public record ServiceKinds(Docker docker, Clock clock, PostgresHistory history, ConfigSources sources) {

    /** The only list of kinds, in the order in which containers are matched. The last kind matches every container. */
    private static final List<Entry> LIST = List.of(
            new Entry(PostgresKind.PROFILE, parts -> new PostgresKind(parts.docker(), parts.clock(), parts.history())),
            new Entry(RedisKind.PROFILE, parts -> new RedisKind(parts.docker(), parts.clock())),
            new Entry(OpenWebUiKind.PROFILE, parts -> new OpenWebUiKind(parts.docker())),
            new Entry(OllamaKind.PROFILE, _ -> new OllamaKind()),
            new Entry(ConfigKind.PROFILE, parts -> new ConfigKind(parts.docker(), parts.sources(), Files::isDirectory)),
            new Entry(VolumeKind.PROFILE, _ -> new VolumeKind()));

    private record Entry(KindProfile profile, Function<ServiceKinds, ServiceKind> made) {}

    /** Returns the default plan of each kind, by the kind's name. */
    public static Map<String, String> plans() {
        Map<String, String> plans = new LinkedHashMap<>();
        LIST.forEach(entry ->
                plans.put(entry.profile().kind().word(), entry.profile().plan()));
        return plans;
    }

    /** Whether datasets of the kind with this name are dumps made by a database server. */
    static boolean ofServers(String kind) {
        return LIST.stream()
                .map(Entry::profile)
                .anyMatch(profile -> profile.kind().word().equals(kind) && profile.ofServers());
    }

    /**
     * Whether a restore into another server needs this dataset before the other datasets of its server. Example:
     * databases need roles.
     */
    static boolean shared(Dataset dataset) {
        return LIST.stream()
                .map(Entry::profile)
                .anyMatch(profile -> profile.kind().equals(dataset.kind())
                        && profile.has(DumpTrait.SHARED, dataset.source().format()));
    }

    public Kinds<ServiceKind> all() {
        return new Kinds<>(LIST.stream().map(entry -> entry.made().apply(this)).toList());
    }
}
