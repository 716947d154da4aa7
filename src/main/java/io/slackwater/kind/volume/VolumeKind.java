package io.slackwater.kind.volume;

import io.slackwater.capture.SqliteTreeCheck;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Evidence.Strength;
import io.slackwater.discovery.ImageName;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Method;
import io.slackwater.docker.Container;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Any other service: its volumes and bind mounts. Also the data directories of databases for which Slackwater has no
 * dump.
 */
public final class VolumeKind implements ServiceKind {

    public static final KindProfile PROFILE = new KindProfile(
            new Kind("volume"),
            "critical",
            List.of(Method.HOT, Method.FREEZE),
            Map.of("mysql", 3306, "mariadb", 3306, "mongo", 27017, "mongodb", 27017, "mssql", 1433, "sqlserver", 1433),
            Map.of(),
            Set.of());

    /** The last part of an image's name. */
    private static final Pattern IMAGE = Pattern.compile(
            "(mysql|percona|clickhouse)(-server)?|mariadb|mongo|mongodb(-community-server)?|influxdb|elasticsearch|opensearch"
                    + "|qdrant|weaviate|milvus|chroma|neo4j|cassandra|couchdb|etcd|meilisearch|typesense|cockroach|surrealdb"
                    + "|questdb");

    private static final Map<String, String> MOUNTS = Map.of(
            "/var/lib/mysql", "MySQL or MariaDB",
            "/data/db", "MongoDB",
            "/var/lib/clickhouse", "ClickHouse",
            "/var/lib/influxdb", "InfluxDB",
            "/var/lib/influxdb2", "InfluxDB",
            "/usr/share/elasticsearch/data", "Elasticsearch",
            "/usr/share/opensearch/data", "OpenSearch",
            "/qdrant/storage", "Qdrant",
            "/var/lib/cassandra", "Cassandra",
            "/var/opt/mssql", "SQL Server");

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    /** Recognises databases for which Slackwater has no dump. */
    @Override
    public Stream<Evidence> recognise(Container container) {
        ImageName image = ImageName.of(container.image());
        Stream<Evidence> images = Stream.of(image.holds("mssql") ? "mssql" : image.last())
                .filter(name -> name.equals("mssql") || IMAGE.matcher(name).matches())
                .map(name -> database(Strength.SETTINGS, "the image is " + container.image(), name));
        Stream<Evidence> mounts = container.mounts().stream()
                .map(mount -> mount.destination())
                .filter(MOUNTS::containsKey)
                .map(at -> database(Strength.MOUNTS, "something is mounted at " + at, MOUNTS.getOrDefault(at, "")));
        return Stream.concat(images, mounts);
    }

    private static Evidence database(Strength strength, String why, String product) {
        return new Evidence(
                strength,
                why + ", which means " + product + ", and this version has no dump for " + product,
                Optional.of(product));
    }

    @Override
    public TreeCheck check(Dataset tree, Path scratch) {
        return new SqliteTreeCheck(tree, scratch);
    }
}
