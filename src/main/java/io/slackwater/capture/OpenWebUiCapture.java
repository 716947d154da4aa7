package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Docker;
import java.nio.file.Path;

/** Open WebUI's data directory: its databases open and are whole, and every file that they know is there. */
public final class OpenWebUiCapture implements TreeCapture {

    private final WorkloadLookup lookup;

    public OpenWebUiCapture(Docker docker) {
        this(WorkloadLookup.in(docker));
    }

    OpenWebUiCapture(WorkloadLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public boolean handles(Dataset dataset) {
        return dataset.kind().equals(Kind.OPEN_WEBUI) && dataset.source() instanceof Source.Tree;
    }

    @Override
    public TreeCheck check(Dataset dataset, Path scratch) {
        return new OpenWebUiCheck(dataset, (Source.Tree) dataset.source(), lookup, scratch);
    }
}
