package io.slackwater.app;

import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.DoubtStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.restore.Restores;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Runs;
import io.slackwater.signin.Authenticator;
import io.slackwater.signin.PasswordSignIn;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.Sessions;
import io.slackwater.trust.Acknowledgements;
import io.slackwater.trust.RepositoryAlarms;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Gives each resource of the API exactly the objects that it uses. */
@Singleton
public class Rooms {

    private final Slackwater slackwater;

    Rooms(Slackwater slackwater) {
        this.slackwater = slackwater;
    }

    @Produces
    @Singleton
    Clock clock() {
        return slackwater.clock();
    }

    @Produces
    @Singleton
    Journal journal() {
        return slackwater.journal();
    }

    @Produces
    @Singleton
    RunStore runsStore() {
        return slackwater.journal().runs();
    }

    @Produces
    @Singleton
    VerdictStore verdictsStore() {
        return slackwater.journal().verdicts();
    }

    @Produces
    @Singleton
    DoubtStore doubtsStore() {
        return slackwater.journal().doubts();
    }

    @Produces
    @Singleton
    DatasetStore datasetsStore() {
        return slackwater.journal().datasets();
    }

    @Produces
    @Singleton
    RepositoryStore repositoriesStore() {
        return slackwater.journal().repositories();
    }

    @Produces
    @Singleton
    AuditLog auditLog() {
        return slackwater.journal().audit();
    }

    @Produces
    @Singleton
    LivePolicy policy() {
        return slackwater.livePolicy();
    }

    @Produces
    @Singleton
    InventoryBoard inventory() {
        return slackwater.board();
    }

    @Produces
    @Singleton
    Repositories repositories() {
        return slackwater.repositories();
    }

    @Produces
    @Singleton
    RepositoryAlarms repositoryAlarms() {
        return slackwater.repositoryAlarms();
    }

    @Produces
    @Singleton
    Runs runs() {
        return slackwater.runs();
    }

    @Produces
    @Singleton
    Acknowledgements acknowledgements() {
        return slackwater.acknowledgements();
    }

    @Produces
    @Singleton
    Maintenance maintenance() {
        return slackwater.maintenance();
    }

    @Produces
    @Singleton
    Restores restores() {
        return slackwater.restores();
    }

    @Produces
    @Singleton
    Kinds<ServiceKind> kinds() {
        return slackwater.kinds();
    }

    @Produces
    @Singleton
    LeaseFreezer freezer() {
        return slackwater.freezer();
    }

    @Produces
    @Singleton
    @Named("scratch")
    Path scratch() {
        return slackwater.scratch();
    }

    @Produces
    @Singleton
    Optional<ReconcileLoop> backrest() {
        return slackwater.provisioning();
    }

    @Produces
    @Singleton
    static Authenticator authenticator(SignIn signIn) {
        return signIn.authenticator();
    }

    @Produces
    @Singleton
    static PasswordSignIn desk(SignIn signIn) {
        return signIn.desk();
    }

    @Produces
    @Singleton
    static Sessions sessions(SignIn signIn) {
        return signIn.sessions();
    }

    @Produces
    @Singleton
    static ProxySecret proxySecret(SignIn signIn) {
        return signIn.proxySecret();
    }
}
