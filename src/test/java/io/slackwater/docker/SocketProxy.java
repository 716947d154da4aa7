package io.slackwater.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A unix socket in front of the daemon's socket. It can cut connections, disappear, or swallow all data. */
public final class SocketProxy implements AutoCloseable {

    private final Path path;
    private final Path target;
    private final List<SocketChannel> open = new ArrayList<>();
    private final AtomicLong towardsUs = new AtomicLong();
    private @Nullable ServerSocketChannel server;
    private volatile boolean silent;
    private volatile String swallowed = "";
    private volatile long cutAfter = Long.MAX_VALUE;

    public SocketProxy(Path path, Path target) {
        this.path = path;
        this.target = target;
    }

    public Path path() {
        return path;
    }

    public synchronized SocketProxy listen() throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        server = listening;
        Thread.ofVirtual().start(() -> accept(listening));
        return this;
    }

    /** Cuts every connection. The proxy still accepts new connections. */
    public synchronized void cut() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }

    /** Acts like a stopped daemon: no socket, no connections. */
    public synchronized void away() throws IOException {
        if (server != null) {
            server.close();
        }
        Files.deleteIfExists(path);
        cut();
    }

    /** Acts like a hanging daemon: accepts connections, but forwards nothing. */
    public void silence(boolean on) {
        silent = on;
    }

    /**
     * Requests whose first line contains this text get no answer, and their connection stays open. This acts like a
     * daemon that hangs on one object. An empty text ends it.
     */
    public void swallow(String request) {
        swallowed = request;
    }

    /** Cuts all connections after this number of further bytes from the daemon. */
    public void cutAfter(long bytes) {
        towardsUs.set(0);
        cutAfter = bytes;
    }

    @Override
    public void close() throws IOException {
        away();
    }

    private void accept(ServerSocketChannel listening) {
        while (listening.isOpen()) {
            try {
                SocketChannel client = listening.accept();
                SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(target));
                synchronized (this) {
                    open.add(client);
                    open.add(daemon);
                }
                Thread.ofPlatform().daemon().start(() -> pump(client, daemon, false));
                Thread.ofPlatform().daemon().start(() -> pump(daemon, client, true));
            } catch (IOException e) {
                return;
            }
        }
    }

    private boolean swallows(ByteBuffer request) {
        String pattern = swallowed;
        return !pattern.isEmpty()
                && StandardCharsets.ISO_8859_1
                        .decode(request.duplicate())
                        .toString()
                        .lines()
                        .findFirst()
                        .orElse("")
                        .contains(pattern);
    }

    private void pump(SocketChannel from, SocketChannel to, boolean counted) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (silent || (!counted && swallows(buffer))) {
                    continue;
                }
                if (counted) {
                    long before = towardsUs.getAndAdd(buffer.remaining());
                    if (before + buffer.remaining() >= cutAfter) {
                        buffer.limit((int) Math.max(0, cutAfter - before));
                        while (buffer.hasRemaining()) {
                            to.write(buffer);
                        }
                        cutAfter = Long.MAX_VALUE;
                        cut();
                        return;
                    }
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            try {
                from.close();
                to.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }
}
