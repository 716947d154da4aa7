package io.slackwater.kind;

/** For data that are merged into the live ones, such as roles: nothing is exchanged, and nothing is beside. */
public final class NoExchange implements Exchange {

    @Override
    public void apply() {
        // The data were merged when they were prepared.
    }

    @Override
    public void rollBack() {
        // What was merged stays, because other objects may use it.
    }

    @Override
    public boolean applied() {
        return true;
    }

    @Override
    public void removeBeside() {
        // Nothing is beside.
    }
}
