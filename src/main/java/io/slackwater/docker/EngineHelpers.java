package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Starts and removes helper containers. They are idle, unprivileged containers of Slackwater's own image, in which
 * commands run.
 */
record EngineHelpers(
        DockerClient client,
        EngineCalls calls,
        EngineExecs execs,
        Docker.Lookup<String> owner,
        Docker.Lookup<String> image) {

    static final String OWNER_LABEL = Container.HELPER_LABEL;
    static final String PURPOSE_LABEL = "slackwater.purpose";

    private static final Logger LOG = Logger.getLogger(EngineHelpers.class);
    private static final long MAX_PROCESSES = 256;

    HelperContainer start(HelperRequest request) throws DockerException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before a helper container was created");
        }
        String from = image.find();
        String whose = owner.find();
        String name = "slackwater-helper-" + request.purpose() + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        try {
            calls.change(
                    "create the helper container " + name + " from image " + from,
                    () -> create(request, from, name, whose).exec());
            calls.change(
                    "start the helper container " + name,
                    () -> client.startContainerCmd(name).exec());
        } catch (DockerException e) {
            // Docker may have created the container although the request failed.
            try {
                remove(name);
            } catch (DockerException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        LOG.debugf("helper started container=%s purpose=%s", name, request.purpose());
        return new Helper(this, name);
    }

    /** Removes all helpers of this Slackwater and returns their number. */
    int sweep() throws DockerException {
        String whose = owner.find();
        JsonNode left = calls.listed(Map.of(OWNER_LABEL, whose));
        for (JsonNode helper : left) {
            remove(helper.path("Id").asText());
        }
        return left.size();
    }

    private CreateContainerCmd create(HelperRequest request, String from, String name, String whose) {
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withCapAdd(request.capabilities().stream()
                        .map(capability -> Capability.valueOf(capability.toUpperCase(Locale.ROOT)))
                        .toArray(Capability[]::new))
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "rw,nosuid,nodev,mode=1777"))
                .withMounts(request.binds().stream().map(HelperBind::mount).toList())
                .withPidsLimit(MAX_PROCESSES)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withAutoRemove(true);
        // Root, because a capability that is added works for root only. A forced removal kills `sleep` at once.
        return client.createContainerCmd(from)
                .withName(name)
                .withUser("0:0")
                .withEntrypoint("sleep")
                .withCmd("infinity")
                .withWorkingDir("/")
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withLabels(Map.of(OWNER_LABEL, whose, PURPOSE_LABEL, request.purpose()))
                .withHostConfig(host);
    }

    private void remove(String id) throws DockerException {
        calls.undo("remove the helper container " + id, () -> {
            try {
                client.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException e) {
                // Docker has removed it by itself (auto-remove), or is about to.
                LOG.debugf(e, "helper gone already container=%s", id);
            }
        });
    }

    private record Helper(EngineHelpers helpers, String id) implements HelperContainer {

        @Override
        public ExecResult exec(ExecCommand command, Duration limit) throws DockerException, InterruptedException {
            return helpers.execs.exec(id, command, limit, true);
        }

        @Override
        public ExecStream open(ExecCommand command) throws DockerException {
            return helpers.execs.open(id, command, true, true);
        }

        @Override
        public void close() throws DockerException {
            helpers.remove(id);
        }
    }
}
