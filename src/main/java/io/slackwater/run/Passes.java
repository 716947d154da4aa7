package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.kind.ServiceKind;
import io.slackwater.repository.StoreRequest;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.function.IOSupplier;
import org.jboss.logging.Logger;

/**
 * Decides how restic reads a dataset: as a dump or as a tree, and in which passes.
 *
 * @param streams the address from which curl reads dumps, for example {@code http://127.0.0.1:8081}
 * @param header returns a file with the token for this address, for curl's {@code --header @file}. The file is written
 *     again if it was deleted or changed
 */
public record Passes(
        Kinds<ServiceKind> kinds, OfferedDumps desk, URI streams, IOSupplier<Path> header, TreePasses trees) {

    private static final Logger LOG = Logger.getLogger(Passes.class);

    /**
     * Returns the passes in their order.
     *
     * @param run the id of the run
     */
    List<Pass> of(BackupTarget target, String run) throws Failed {
        Dataset dataset = target.dataset();
        if (dataset.source() instanceof Source.Tree tree) {
            return trees.of(target, kinds.of(dataset.kind()), tree, run);
        }
        StoreRequest.Stream request = new StoreRequest.Stream(
                dataset.id(), run, dataset.file(), streams.resolve("/internal/streams/" + dataset.id()), headerFile());
        return List.of(new StreamPass(capture(dataset, (Source.Stream) dataset.source()), target, request, desk));
    }

    /**
     * Ends processes that an earlier run left in the container. An abandoned dump, for example, still holds its locks.
     */
    void sweep(BackupTarget target, String earlier) throws InterruptedException {
        if (target.dataset().source() instanceof Source.Stream stream) {
            try {
                capture(target.dataset(), stream).sweep(target.request(earlier));
            } catch (CaptureException e) {
                // The run itself meets the same problem, and reports it.
                LOG.warnf(
                        "processes of an earlier run could not be ended dataset=%s run=%s reason=%s",
                        target.dataset().id(), earlier, e.getMessage());
            }
        }
    }

    private Path headerFile() throws Failed {
        try {
            return header.get();
        } catch (IOException e) {
            throw new Failed(
                    "restic cannot read the dump, because its token file cannot be written: " + e
                            + "; check that the volume slackwater-data is writable and has free space",
                    EndCause.ENGINE,
                    e);
        }
    }

    private StreamCapture capture(Dataset dataset, Source.Stream stream) {
        return kinds.of(dataset.kind()).capture(stream);
    }
}
