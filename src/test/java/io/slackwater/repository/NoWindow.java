package io.slackwater.repository;

/** A window for data that needs no preparation. */
public final class NoWindow implements Window {

    @Override
    public void open() {}

    @Override
    public void close(boolean read) {}
}
