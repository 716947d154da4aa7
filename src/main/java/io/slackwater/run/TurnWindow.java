package io.slackwater.run;

import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Window;
import java.util.Optional;

/** A window whose begin is work, and counts as such. */
final class TurnWindow implements Window {

    private final Window window;
    private final Slots.Slot slot;

    TurnWindow(Window window, Slots.Slot slot) {
        this.window = window;
        this.slot = slot;
    }

    @Override
    public void unqueued() throws InterruptedException {
        slot.await();
    }

    @Override
    public void begin() throws RepositoryException, InterruptedException {
        slot.take();
        window.begin();
    }

    @Override
    public void opened() throws RepositoryException, InterruptedException {
        window.opened();
    }

    @Override
    public Optional<RepositoryException> refusal() {
        return window.refusal();
    }

    @Override
    public Optional<String> failure() {
        return window.failure();
    }

    @Override
    public void lent() {
        window.lent();
    }

    @Override
    public void delayed(String why) {
        window.delayed(why);
    }

    @Override
    public Optional<RepositoryException> lost() {
        return window.lost();
    }

    @Override
    public long given() {
        return window.given();
    }

    @Override
    public void end() {
        window.end();
    }
}
