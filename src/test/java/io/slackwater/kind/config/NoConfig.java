package io.slackwater.kind.config;

import java.nio.file.Path;
import java.util.List;

/** No project's configuration is captured. */
public final class NoConfig implements ConfigSources {

    @Override
    public List<ConfigFile> files(Path scratch) {
        return List.of();
    }

    @Override
    public List<Path> never() {
        return List.of();
    }
}
