package io.slackwater.app;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.host.CertificateFile;
import io.slackwater.host.DiskPlace;
import io.slackwater.host.Disks;
import io.slackwater.host.RepositorySizes;
import io.slackwater.policy.LivePolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Measures the disks that Slackwater needs, and knows where the certificate of Nginx is. */
@Singleton
public class HostFacts {

    private static final Logger LOG = Logger.getLogger(HostFacts.class);

    @Produces
    final Disks disks;

    @Produces
    final RepositorySizes sizes;

    @Produces
    final CertificateFile certificate;

    private final LivePolicy policy;
    private final EngineDocker docker;
    private final Path data;
    private volatile Optional<Path> dataRoot = Optional.empty();

    HostFacts(SlackwaterConfig config, Installation installation, DockerHost host) {
        disks = new Disks(installation.journal.disks(), installation.clock);
        sizes = new RepositorySizes(installation.journal.repositorySizes(), installation.clock);
        certificate = new CertificateFile(installation.secrets.resolve("tls").resolve("fullchain.pem"));
        policy = installation.policy;
        docker = host.docker;
        data = Path.of(config.data());
    }

    /**
     * Measures the disks of the local repositories, of Docker's volumes and of the journal.
     *
     * @return whether all of them are known; Docker's are unknown until the daemon has named their directory
     */
    boolean measure() {
        List<DiskPlace> places = new ArrayList<>();
        policy.current()
                .repositories()
                .forEach((name, repository) -> repository
                        .localPath()
                        .map(path -> DiskPlace.repository(name, path))
                        .ifPresent(places::add));
        Optional<Path> root = dataRoot();
        root.map(path -> DiskPlace.docker(path.resolve("volumes"))).ifPresent(places::add);
        places.add(DiskPlace.journal(data));
        disks.measure(places);
        return root.isPresent();
    }

    /** Asks the daemon once, because its data root changes only with a restart of the daemon and of its containers. */
    private Optional<Path> dataRoot() {
        if (dataRoot.isEmpty()) {
            try {
                dataRoot = Optional.of(docker.dataRoot());
            } catch (DockerException e) {
                LOG.debugf("the directory of Docker's volumes is not known yet: %s", e.getMessage());
            }
        }
        return dataRoot;
    }
}
