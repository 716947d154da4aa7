package io.slackwater.app;

import io.slackwater.journal.Journal;
import io.slackwater.kind.config.ConfigSources;
import java.nio.file.Path;
import java.util.List;

/**
 * Provides the policy and a copy of the journal for the backup of the stack's configuration. Never provides keys or
 * tokens.
 */
record StackFiles(SlackwaterConfig config, Journal journal) implements ConfigSources {

    @Override
    public List<ConfigFile> files(Path scratch) {
        Path copy = scratch.resolve("journal.db");
        journal.copyTo(copy);
        return List.of(
                new ConfigFile("slackwater/policy.yml", Path.of(config.policyFile())),
                new ConfigFile("slackwater/journal.db", copy));
    }

    /**
     * Returns the paths that must never be stored: the secrets directory, and files with secrets that the settings
     * place elsewhere.
     */
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
