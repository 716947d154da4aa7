package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.docker.VolumeControl;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Helpers run their commands on this machine: a mount {@code /restored/NAME} is a directory of the test. */
final class LocalHelpers implements VolumeControl {

    final Map<String, Map<String, String>> volumes = new TreeMap<>();
    final List<HelperRequest> requests = new ArrayList<>();
    /** The next command gets this answer instead of a process. */
    final List<ExecResult> answers = new CopyOnWriteArrayList<>();

    /** Sets the error with which the removal of a volume fails. */
    Optional<RuntimeException> removal = Optional.empty();

    /** Runs after each short command. */
    Afterwards afterwards = command -> {};

    @FunctionalInterface
    interface Afterwards {
        void ran(ExecCommand command) throws IOException;
    }

    private final Path restored;
    private final Set<HelperContainer> open = new HashSet<>();

    LocalHelpers(Path restored) {
        this.restored = restored;
    }

    /** The content of the mount. */
    Path mount(String name) {
        return restored.resolve(name);
    }

    int openHelpers() {
        return open.size();
    }

    @Override
    public Path dataRoot() {
        return Path.of("/var/lib/docker");
    }

    @Override
    public Map<String, Map<String, String>> volumes() {
        return volumes;
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        volumes.put(name, labels);
    }

    @Override
    public void removeVolume(String name) {
        assertThat(open).as("helpers that use the volume").isEmpty();
        removal.ifPresent(broken -> {
            throw broken;
        });
        volumes.remove(name);
    }

    @Override
    public HelperContainer helper(HelperRequest request) throws DockerException {
        requests.add(request);
        for (String bind : request.binds()) {
            String target = bind.substring(bind.indexOf(':') + 1);
            if (target.startsWith(RepositoryAccess.Mounted.RESTORED)) {
                try {
                    Files.createDirectories(Path.of(local(target)));
                } catch (IOException e) {
                    throw new DockerException("cannot mount " + target, DockerFailure.REFUSED, e);
                }
            }
        }
        HelperContainer helper = new LocalHelper();
        open.add(helper);
        return helper;
    }

    private final class LocalHelper implements HelperContainer {

        @Override
        public String id() {
            return "helper";
        }

        @Override
        public void close() {
            open.remove(this);
        }

        @Override
        public ExecResult exec(ExecCommand command, Duration limit) throws DockerException, InterruptedException {
            if (!answers.isEmpty()) {
                return answers.removeFirst();
            }
            try {
                Process process = start(command);
                process.getOutputStream().close();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                ExecResult result = new ExecResult(process.waitFor(), out, err);
                afterwards.ran(command);
                return result;
            } catch (IOException e) {
                throw new DockerException("cannot run " + command, DockerFailure.REFUSED, e);
            }
        }

        @Override
        public ExecStream open(ExecCommand command) throws DockerException {
            Process process;
            try {
                process = start(command);
            } catch (IOException e) {
                throw new DockerException("cannot run " + command, DockerFailure.REFUSED, e);
            }
            return new ExecStream() {
                /** Docker's stream ends with the command. The pipe of dd ends when dd opens its output file. */
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = process.getInputStream().read(into, offset, length);
                    if (count < 0) {
                        process.onExit().join();
                    }
                    return count;
                }

                /** A local program needs no limit. */
                @Override
                public Limit limit(Duration limit) {
                    return () -> {};
                }

                @Override
                public OutputStream stdin() {
                    return process.getOutputStream();
                }

                @Override
                public String stderr() {
                    return process.errorReader().lines().collect(java.util.stream.Collectors.joining("\n"));
                }

                @Override
                public int exitCode() {
                    return process.onExit().join().exitValue();
                }

                @Override
                public void close() {
                    process.destroy();
                }
            };
        }
    }

    private Process start(ExecCommand command) throws IOException {
        return new ProcessBuilder(command.argv().stream().map(this::local).toList()).start();
    }

    private String local(String argument) {
        return argument.replace(RepositoryAccess.Mounted.RESTORED, restored + "/");
    }
}
