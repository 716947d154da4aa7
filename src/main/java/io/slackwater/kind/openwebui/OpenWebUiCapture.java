package io.slackwater.kind.openwebui;

import io.slackwater.capture.TreeCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.WorkloadLookup;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Open WebUI's data directory: its databases open and are whole, and every file that they know is there. */
public final class OpenWebUiCapture implements TreeCapture {

    private final WorkloadLookup lookup;
    private final Predicate<WorkloadId> rowsUnprotected;

    /** @param rowsUnprotected whether rows of this workload are in a database that nobody protects */
    public OpenWebUiCapture(Docker docker, Predicate<WorkloadId> rowsUnprotected) {
        this(WorkloadLookup.in(docker), rowsUnprotected);
    }

    OpenWebUiCapture(WorkloadLookup lookup, Predicate<WorkloadId> rowsUnprotected) {
        this.lookup = lookup;
        this.rowsUnprotected = rowsUnprotected;
    }

    @Override
    public boolean handles(Dataset dataset) {
        return dataset.kind().equals(Kind.OPEN_WEBUI) && dataset.source() instanceof Source.Tree;
    }

    @Override
    public TreeCheck check(Dataset dataset, Path scratch) {
        return new OpenWebUiCheck(dataset, (Source.Tree) dataset.source(), lookup, rowsUnprotected, scratch);
    }
}
