package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Passes every call on to another Docker; a test overrides the calls that it changes. */
public class DelegatingDocker implements Docker {

    private final Docker docker;

    public DelegatingDocker(Docker docker) {
        this.docker = docker;
    }

    @Override
    public HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException {
        return docker.helper(request);
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
    public Set<String> hostNames(Map<String, String> labels) throws DockerException {
        return docker.hostNames(labels);
    }

    @Override
    public List<String> imageNames(String id) throws DockerException {
        return docker.imageNames(id);
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
