package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The real daemon, but helpers get other mounts than asked for: a host whose paths are not ours. */
record OtherHost(Docker docker, UnaryOperator<String> binds) implements Docker {

    @Override
    public HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException {
        return docker.helper(new HelperRequest(
                request.purpose(), request.binds().stream().map(binds).toList(), request.capabilities()));
    }

    @Override
    public ExecResult exec(String id, ExecCommand command, Duration limit)
            throws DockerException, InterruptedException {
        return docker.exec(id, command, limit);
    }

    @Override
    public void ping() throws DockerException {
        docker.ping();
    }

    @Override
    public Path dataRoot() throws DockerException {
        return docker.dataRoot();
    }

    @Override
    public Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException {
        return docker.survey(known, changed);
    }

    @Override
    public Optional<Container> find(String idOrName) throws DockerException {
        return docker.find(idOrName);
    }

    @Override
    public List<Container> service(String project, String service) throws DockerException {
        return docker.service(project, service);
    }

    @Override
    public Optional<String> inspectJson(String id) throws DockerException {
        return docker.inspectJson(id);
    }

    @Override
    public Map<String, Map<String, String>> volumes() throws DockerException {
        return docker.volumes();
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) throws DockerException {
        docker.createVolume(name, labels);
    }

    @Override
    public void removeVolume(String name) throws DockerException {
        docker.removeVolume(name);
    }

    @Override
    public void pause(String id) throws DockerException {
        docker.pause(id);
    }

    @Override
    public void unpause(String id) throws DockerException {
        docker.unpause(id);
    }

    @Override
    public void stop(String id, Duration grace) throws DockerException {
        docker.stop(id, grace);
    }

    @Override
    public void start(String id) throws DockerException {
        docker.start(id);
    }

    @Override
    public ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException {
        return docker.open(id, command, stdin);
    }

    @Override
    public int sweepHelpers() throws DockerException {
        return docker.sweepHelpers();
    }

    @Override
    public AutoCloseable follow(DockerEvents listener) {
        return docker.follow(listener);
    }
}
