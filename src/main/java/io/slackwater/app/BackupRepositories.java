package io.slackwater.app;

import io.slackwater.repository.Neighbour;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.ResticPlaces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** The repositories of the policy, and the connection to Backrest, whose restic uses the same repositories. */
@Singleton
public class BackupRepositories {

    final Optional<Backrest.Connection> backrest;

    @Produces
    @Singleton
    final Repositories repositories;

    BackupRepositories(SlackwaterConfig config, Installation installation) {
        backrest = Backrest.Connection.of(config.backrest(), installation.clock);
        repositories = new Repositories(
                new ResticPlaces(
                        config.restic(),
                        installation.secrets,
                        Path.of(config.cache()),
                        Path.of(config.data()).resolve("restic-scratch")),
                installation.policy.current(),
                installation.clock,
                backrest.map(Backrest.Connection::get).orElse(Neighbour.NONE));
        installation.policy.onChange(repositories::reload);
    }
}
