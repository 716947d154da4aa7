package io.slackwater.backrest;

import io.slackwater.backrest.client.BackrestClient;
import java.io.IOException;

/** A Backrest under contract. It sees the test's directory at the same path, and the addresses of the test's own machine. */
interface ContractWorld extends AutoCloseable {

    /** @param password of the user {@code slackwater}, once the configuration asks for one */
    BackrestClient client(String password);

    /** Kills Backrest with kill -9 and starts it again on the same disk. */
    void killAndStart() throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
