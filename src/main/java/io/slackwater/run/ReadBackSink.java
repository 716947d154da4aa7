package io.slackwater.run;

import io.slackwater.capture.StreamCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a dump as the repository returns them. Computes their hash and passes them to a check. A failed
 * check does not stop the hash, because a wrong hash says more than a parse error.
 */
final class ReadBackSink extends OutputStream {

    private final StreamCheck check;
    private final MessageDigest digest;
    private long bytes;
    private @Nullable IOException checkFailure;

    ReadBackSink(StreamCheck check) {
        this.check = check;
        this.digest = DigestUtils.getSha256Digest();
    }

    @Override
    public void write(int one) throws InterruptedIOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws InterruptedIOException {
        digest.update(from, offset, length);
        bytes += length;
        if (checkFailure == null) {
            try {
                check.write(from, offset, length);
            } catch (IOException e) {
                checkFailure = e;
            } catch (InterruptedException e) {
                InterruptedIOException interrupted = new InterruptedIOException("interrupted while a dump was checked");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    Optional<IOException> checkFailure() {
        return Optional.ofNullable(checkFailure);
    }
}
