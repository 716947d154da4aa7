package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The real Backrest in a container on the host's network; {@code BACKREST_IMAGE} names another image of it. */
final class RealBackrestWorld extends BackrestWorld {

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("BACKREST_IMAGE")).orElse("garethgeorge/backrest:latest");

    private final String name;
    private final Path directory;
    private final URI address;

    RealBackrestWorld(String name, Path directory) throws IOException {
        this(name, directory, freePort());
    }

    private RealBackrestWorld(String name, Path directory, URI address) throws IOException {
        super(directory, run(name, directory, address, Map.of()));
        this.name = name;
        this.directory = directory;
        this.address = address;
    }

    /** Reports a missing image. */
    static boolean available() {
        boolean there = sh("docker image inspect " + IMAGE + " >/dev/null 2>&1 && echo yes || echo no")
                .equals("yes");
        if (!there) {
            System.out.println("skipped: there is no image " + IMAGE + " on this host");
        }
        return there;
    }

    private static URI freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private static URI run(String name, Path directory, URI address, Map<String, String> environment) {
        StringBuilder variables = new StringBuilder();
        environment.forEach((variable, value) ->
                variables.append(" -e ").append(variable).append('=').append(value));
        Path own = directory.resolve("backrest");
        Path data = data(directory);
        sh("mkdir -p " + data + "; mountpoint -q " + data + " || mount -t tmpfs -o size=64m tmpfs " + data
                + "; docker rm -f " + name + " >/dev/null 2>&1 || true; docker run -d --restart unless-stopped --name "
                + name
                + " --network host --label slackwater.role=backrest --hostname " + name + " -v " + directory + ":"
                + directory
                + " -v /var/lib/docker/volumes:/var/lib/docker/volumes:ro -e BACKREST_PORT=127.0.0.1:"
                + address.getPort()
                + " -e BACKREST_DATA=" + data + " -e BACKREST_CONFIG=" + own.resolve("config.json")
                + " -e XDG_CACHE_HOME=" + own.resolve("cache") + variables + " " + IMAGE);
        return address;
    }

    @Override
    void kill() {
        sh("docker kill " + name);
    }

    @Override
    void start() {
        until("docker start " + name);
        awaitUp();
    }

    @Override
    void recreate(Map<String, String> environment) {
        run(name, directory, address, environment);
        awaitUp();
    }

    @Override
    void fillOwnDisk(boolean full) {
        String filler = data(directory).resolve("filler").toString();
        sh(full ? "head -c 100m /dev/zero >" + filler + " 2>/dev/null || true" : "rm -f " + filler);
    }

    @Override
    String log(Operation operation) {
        try {
            return client.log(operation.log(), Duration.ofSeconds(5), 1_000_000);
        } catch (BackrestException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    long countedBackups(String plan) {
        return Long.parseLong(sh("curl -s -m 5 -u slackwater:$(cat " + directory.resolve("secrets/backrest.password")
                + ") -H 'Content-Type: application/json' -d '{}' " + address
                + "/v1.Backrest/GetSummaryDashboard | jq '[.planSummaries[] | select(.id == \"" + plan
                + "\") | .backupsSuccessLast30days // 0 | tonumber] | add // 0'"));
    }

    private static Path data(Path directory) {
        return directory.resolve("backrest/data");
    }

    @Override
    public void close() throws Exception {
        super.close();
        sh("docker rm -fv " + name + " >/dev/null 2>&1 || true; umount -l " + data(directory) + " 2>/dev/null || true");
    }
}
