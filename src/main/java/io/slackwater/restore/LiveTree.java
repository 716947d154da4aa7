package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.docker.VolumeControl;
import io.slackwater.kind.RestoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A live volume or directory whose files a restore in place exchanges. A helper container mounts it. The script {@code
 * exchange.pl} works in it.
 *
 * @param path its path on the host
 */
record LiveTree(VolumeControl volumes, Path path) {

    private static final String LIVE = RepositoryAccess.Mounted.RESTORED + "live";

    private static final String SCRIPT = script();

    private static String script() {
        try (InputStream text = LiveTree.class.getResourceAsStream("/restore/exchange.pl")) {
            if (text == null) {
                throw new IllegalStateException("the installation is incomplete: it lacks restore/exchange.pl");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The volume or directory in words, for messages. */
    String words() throws DockerException {
        return volume().map(name -> "volume " + name).orElse("directory " + path);
    }

    /** Whether the volume was removed. A directory that cannot be mounted now may come back. */
    boolean removed() throws DockerException {
        Optional<String> volume = volume();
        return volume.isPresent() && !volumes.volumes().containsKey(volume.get());
    }

    /** The name of the volume, by which Docker also mounts a remote one. Empty for a directory. */
    private Optional<String> volume() throws DockerException {
        Path parent = path.getParent();
        return parent != null
                        && path.endsWith("_data")
                        && volumes.dataRoot().resolve("volumes").equals(parent.getParent())
                ? Optional.of(String.valueOf(parent.getFileName()))
                : Optional.empty();
    }

    /**
     * Mounts it in a helper container.
     *
     * @param binds further mounts
     * @throws RestoreException the volume does not exist. Docker would create an empty one
     */
    Mounted open(List<String> binds) throws RestoreException, DockerException, InterruptedException {
        if (removed()) {
            throw new RestoreException(words() + " no longer exists; restore into a new volume");
        }
        List<String> all = new ArrayList<>(binds);
        all.add(volume().orElse(path.toString()) + ":" + LIVE);
        HelperContainer helper = volumes.helper(new HelperRequest("restore", all, HelperPlace.CAPABILITIES));
        return new Mounted(helper, words());
    }

    /** The mounted volume or directory. Closing it removes the helper container. */
    record Mounted(HelperContainer helper, String words) implements AutoCloseable {

        /** A directory in it. */
        HelperMount at(String relative) {
            return new HelperMount(helper, LIVE + "/" + relative, words);
        }

        /**
         * Runs the script.
         *
         * @param mode the script's mode
         * @param beside the name of the directory beside the live data
         * @return what the script printed
         */
        String run(String mode, String beside, List<String> arguments)
                throws RestoreException, DockerException, InterruptedException {
            List<String> argv = new ArrayList<>(List.of("perl", "-e", SCRIPT, mode, LIVE, beside));
            argv.addAll(arguments);
            ExecResult result = at("").exec(ExecCommand.of(argv.toArray(String[]::new)));
            if (!result.ok()) {
                throw new RestoreException("exchanging the files of " + words + " failed: "
                        + result.reason().replace(LIVE, words));
            }
            return result.stdout();
        }

        @Override
        public void close() throws DockerException {
            helper.close();
        }
    }
}
