package io.slackwater.app;

import io.slackwater.journal.Journal;
import io.slackwater.kind.config.ConfigSources;
import java.nio.file.Path;
import java.util.List;

/** Slackwater's policy and journal, for the configuration dataset. Never keys and tokens. */
record StackFiles(SlackwaterConfig config, Journal journal) implements ConfigSources {

    @Override
    public List<ConfigFile> files(Path scratch) {
        Path copy = scratch.resolve("journal.db");
        journal.copyTo(copy);
        return List.of(
                new ConfigFile("slackwater/policy.yml", Path.of(config.policyFile())),
                new ConfigFile("slackwater/journal.db", copy));
    }

    /** The secrets directory, and each file with a secret that the settings can place elsewhere. */
    @Override
    public List<Path> never() {
        Settings settings = Settings.read();
        return List.of(
                Path.of(config.secrets()),
                Path.of(config.data()).resolve("stream.header"),
                Path.of(config.backrest().passwordFile()),
                Path.of(config.backrest().headerFile()),
                settings.usersFile(),
                settings.proxySecret());
    }
}
