package io.slackwater.kind.config;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;

/** Reads a stored configuration to its end. The small file is spooled first, because a streaming parser would need a thread. */
final class ConfigCheck implements StreamCheck {

    private static final Logger LOG = Logger.getLogger(ConfigCheck.class);

    private final String dataset;
    private final TemporaryFiles files;
    private final Path spool;
    private final OutputStream out;

    /** @param files removed when this is closed */
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
        try {
            out.close();
        } catch (IOException e) {
            throw new CaptureException(
                    "The stored configuration " + dataset + " could not be checked: " + e.getMessage(), true, e);
        }
        try (InputStream in = Files.newInputStream(spool);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name())) {
            parse(tar);
        } catch (IOException | IllegalArgumentException e) {
            throw new CaptureException(
                    "The stored configuration " + dataset + " is not whole: " + e.getMessage()
                            + "; the next run stores it again. If that fails too, check the disk of the repository",
                    false,
                    e);
        }
    }

    private static void parse(TarArchiveInputStream tar) throws IOException {
        StringBuilder found = new StringBuilder();
        String sums = null;
        Set<String> names = new HashSet<>();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName();
            if (sums != null) {
                throw new IOException(name + " comes after " + ConfigTar.SUMS);
            }
            if (name.equals(ConfigTar.SUMS)) {
                sums = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
            } else if (!entry.isSymbolicLink()) {
                MessageDigest digest = DigestUtils.getSha256Digest();
                tar.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                ConfigTar.addSum(found, digest.digest(), name);
                names.add(name);
            }
        }
        if (sums == null) {
            throw new IOException("it ends before its last member, " + ConfigTar.SUMS);
        }
        if (!found.toString().equals(sums)) {
            throw new IOException("its members are not those that " + ConfigTar.SUMS + " lists");
        }
        if (!names.contains(ConfigBuilder.README)
                || names.stream().noneMatch(name -> name.startsWith(ConfigBuilder.INSPECT))) {
            throw new IOException("it has no " + ConfigBuilder.README + " or no container in " + ConfigBuilder.INSPECT);
        }
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
