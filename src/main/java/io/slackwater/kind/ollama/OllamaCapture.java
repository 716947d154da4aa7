package io.slackwater.kind.ollama;

import io.slackwater.capture.TreeCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import java.nio.file.Path;

/** Ollama's models: each manifest's blobs are there, with the size and the digest that it names. */
public final class OllamaCapture implements TreeCapture {

    @Override
    public boolean handles(Dataset dataset) {
        return dataset.kind().equals(Kind.OLLAMA) && dataset.source() instanceof Source.Tree;
    }

    @Override
    public TreeCheck check(Dataset dataset, Path scratch) {
        return new OllamaCheck(dataset, ((Source.Tree) dataset.source()).path());
    }
}
