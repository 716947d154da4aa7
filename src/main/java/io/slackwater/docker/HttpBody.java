package io.slackwater.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a response: with a length, chunked, or up to the end of the connection. Throws when the body ends
 * early.
 */
final class HttpBody extends InputStream {

    private static final int MAX_LINE = 1024;
    private static final int HEX = 16;

    private final EngineConnection connection;
    private final boolean chunked;
    private final boolean untilEnd;
    private long left;
    private boolean ended;
    private boolean firstChunk = true;

    HttpBody(EngineConnection connection) throws IOException {
        this.connection = connection;
        this.chunked = "chunked".equalsIgnoreCase(connection.headers().getOrDefault("transfer-encoding", ""));
        String length = connection.headers().getOrDefault("content-length", "");
        this.untilEnd = !chunked && length.isEmpty();
        if (connection.status() == 204 || connection.status() == 304) {
            this.ended = true;
        } else if (!chunked && !untilEnd) {
            try {
                this.left = Long.parseLong(length);
            } catch (NumberFormatException e) {
                throw new IOException("Content-Length is not a number: " + length, e);
            }
            this.ended = left == 0;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        if (!connection.input().hasRemaining() && !connection.fill()) {
            if (untilEnd) {
                ended = true;
                return -1;
            }
            throw new EOFException("the connection was closed in the middle of the answer");
        }
        int bytes = Math.min(length, connection.input().remaining());
        if (!untilEnd) {
            bytes = (int) Math.min(bytes, left);
            left -= bytes;
            ended = left == 0 && !chunked;
        }
        connection.input().get(into, offset, bytes);
        return bytes;
    }

    @Override
    public void close() {
        connection.close();
    }

    private void nextChunk() throws IOException {
        if (!firstChunk) {
            line();
        }
        firstChunk = false;
        String size = line();
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), HEX);
        } catch (NumberFormatException e) {
            throw new IOException("not the size of an HTTP chunk: " + size, e);
        }
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!connection.input().hasRemaining() && !connection.fill()) {
                throw new EOFException("the connection was closed in the middle of the answer");
            }
            char c = (char) (connection.input().get() & 0xff);
            if (c == '\n') {
                return line.toString().strip();
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("a chunk's head is longer than " + MAX_LINE + " bytes");
            }
            line.append(c);
        }
    }
}
