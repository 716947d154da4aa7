package io.slackwater.discovery;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The usual containers of the project {@code shop}. */
public final class Shop {

    private Shop() {}

    public static ContainerBuilder postgres(String service) {
        return ContainerBuilder.service("shop", service)
                .image("pgvector/pgvector:pg17")
                .env("PGDATA", "/var/lib/postgresql/data")
                .volume("pg", "/var/lib/postgresql/data");
    }

    public static ContainerBuilder files() {
        return ContainerBuilder.service("shop", "files").enabled().volume("files", "/data");
    }

    /** The answer of a server with these databases to discovery. */
    public static String cluster(String... databases) {
        String rows = Arrays.stream(databases)
                .map(name -> "{\"name\":\"" + name
                        + "\",\"connectable\":true,\"broken\":false,\"comment\":\"\",\"identity\":\"71/5\"}")
                .collect(Collectors.joining(","));
        return "{\"version\":\"17.2\",\"superuser\":true,\"directories\":[\"/var/lib/postgresql/data\"],\"databases\":["
                + rows + "]}\n";
    }
}
