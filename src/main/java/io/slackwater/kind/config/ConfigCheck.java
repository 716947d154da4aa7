package io.slackwater.kind.config;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;

/**
 * Reads a stored configuration tar to its end and compares its checksums. Copies the tar to a temporary file first,
 * because parsing a stream would need a second thread.
 */
final class ConfigCheck implements StreamCheck {

    private static final Logger LOG = Logger.getLogger(ConfigCheck.class);

    private final String dataset;
    private final TemporaryFiles files;
    private final Path spool;
    private final OutputStream out;

    /**
     * Starts the check.
     *
     * @param files the directory for the temporary file; {@link #close} removes it
     */
    ConfigCheck(String dataset, TemporaryFiles files) throws IOException {
        this.dataset = dataset;
        this.files = files;
        this.spool = files.path().resolve("stored.tar");
        this.out = Files.newOutputStream(spool);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void complete() throws CaptureException {
        Optional<String> fault;
        try (InputStream in = Files.newInputStream(spool);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name())) {
            fault = fault(tar);
        } catch (IOException | IllegalArgumentException e) {
            throw (CaptureException) damaged(String.valueOf(e.getMessage())).initCause(e);
        }
        if (fault.isPresent()) {
            throw damaged(fault.get());
        }
    }

    private CaptureException damaged(String fault) {
        return new CaptureException(
                "The stored configuration " + dataset + " is incomplete or damaged: " + fault
                        + "; the next run stores it again. If that fails too, check the disk of the repository",
                EndCause.NOT_WHOLE);
    }

    /** What is wrong with the tar; empty when it is complete. */
    private static Optional<String> fault(TarArchiveInputStream tar) throws IOException {
        StringBuilder found = new StringBuilder();
        TarArchiveEntry entry = tar.getNextEntry();
        for (; entry != null && !entry.getName().equals(ConfigTar.SUMS); entry = tar.getNextEntry()) {
            if (!entry.isSymbolicLink()) {
                MessageDigest digest = DigestUtils.getSha256Digest();
                tar.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                ConfigTar.addSum(found, digest.digest(), entry.getName());
            }
        }
        if (entry == null) {
            return Optional.of("it ends before its last file, " + ConfigTar.SUMS);
        }
        return found.toString().equals(new String(tar.readAllBytes(), StandardCharsets.UTF_8))
                ? Optional.empty()
                : Optional.of("its files differ from the checksums in " + ConfigTar.SUMS);
    }

    @Override
    public void close() {
        try (files) {
            out.close();
        } catch (IOException e) {
            LOG.warnf(e, "Temporary files could not be removed: dataset=%s path=%s", dataset, files.path());
        }
    }
}
