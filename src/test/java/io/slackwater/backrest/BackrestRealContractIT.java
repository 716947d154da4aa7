package io.slackwater.backrest;

import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A real Backrest under the contract, where an image of it is on this machine. */
class BackrestRealContractIT extends BackrestContract {

    private static final String IMAGE =
            Optional.ofNullable(System.getenv("BACKREST_IMAGE")).orElse("garethgeorge/backrest");

    @Override
    ContractWorld start(Path directory) throws Exception {
        if (docker("image", "inspect", IMAGE) != 0) {
            String reason = "skipped: no image " + IMAGE + " on this machine, so only the double is under contract";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String name = "slackwater-backrest-contract-" + port;
        must(
                "run",
                "--detach",
                "--name",
                name,
                "--network",
                "host",
                "--env",
                "BACKREST_PORT=127.0.0.1:" + port,
                "--env",
                "TMPDIR=/tmp",
                "--volume",
                directory + ":" + directory,
                IMAGE);
        return new ContractWorld() {
            @Override
            public BackrestClient client(String password) {
                BackrestAccess access =
                        BackrestAccess.of(URI.create("http://127.0.0.1:" + port), "slackwater", directory);
                return new BackrestClient(new BackrestAccess(
                        access.base(),
                        access.user(),
                        () -> password,
                        access.connect(),
                        access.answer(),
                        access.slowAnswer()));
            }

            @Override
            public void killAndStart() throws IOException, InterruptedException {
                must("kill", "--signal", "KILL", name);
                must("start", name);
            }

            @Override
            public void close() throws IOException, InterruptedException {
                must("rm", "--force", "--volumes", name);
            }
        };
    }

    private static int docker(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process docker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        String output = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = docker.waitFor();
        if (exit != 0 && !command.contains("inspect")) {
            System.out.println(command + ": " + output);
        }
        return exit;
    }

    private static void must(String... words) throws IOException, InterruptedException {
        if (docker(words) != 0) {
            throw new IOException("docker " + String.join(" ", words) + " failed");
        }
    }
}
