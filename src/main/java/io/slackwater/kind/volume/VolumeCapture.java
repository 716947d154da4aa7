package io.slackwater.kind.volume;

import io.slackwater.capture.TreeCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import java.nio.file.Path;

/** Any tree without a kind of its own: SQLite databases in it are opened and checked, all else is compared as bytes. */
public final class VolumeCapture implements TreeCapture {

    @Override
    public boolean handles(Dataset dataset) {
        return dataset.source() instanceof Source.Tree;
    }

    @Override
    public TreeCheck check(Dataset dataset, Path scratch) {
        return new VolumeCheck(dataset, scratch);
    }
}
