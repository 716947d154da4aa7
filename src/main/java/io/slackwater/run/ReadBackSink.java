package io.slackwater.run;

import io.slackwater.capture.StreamCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Takes the bytes of a dump as the repository returns them. Computes their hash and passes them to a check. A failed
 * check does not stop the hash, because a wrong hash says more than a parse error.
 */
final class ReadBackSink extends OutputStream {

    private final BackgroundStart<StreamCheck> check;
    private final MessageDigest digest = DigestUtils.getSha256Digest();
    private Optional<Exception> checkFailure = Optional.empty();

    ReadBackSink(BackgroundStart<StreamCheck> check) {
        this.check = check;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
        if (checkFailure.isEmpty()) {
            try {
                check.get().write(from, offset, length);
            } catch (IOException | InterruptedException e) {
                checkFailure = Optional.of(e);
            }
        }
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    Optional<Exception> checkFailure() {
        return checkFailure;
    }
}
