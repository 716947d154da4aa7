package io.slackwater.kind.config;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;

/** Reads a stored configuration to its end. The small file is spooled first, because a streaming parser would need a thread. */
final class ConfigCheck implements StreamCheck {

    private static final Logger LOG = Logger.getLogger(ConfigCheck.class);
    private static final ObjectMapper JSON = new ObjectMapper();

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
                            + "; the next run stores it anew, and if that is the same check the disk under the repository",
                    false,
                    e);
        }
    }

    private static void parse(TarArchiveInputStream tar) throws IOException {
        Map<String, String> digests = new HashMap<>();
        String sums = null;
        boolean inspected = false;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (sums != null) {
                throw new IOException(entry.getName() + " comes after " + ConfigTar.SUMS);
            }
            if (entry.isSymbolicLink()) {
                continue;
            }
            String name = entry.getName();
            if (name.equals(ConfigTar.SUMS)) {
                sums = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
            } else if (name.startsWith(ConfigBuilder.INSPECT)) {
                byte[] document = tar.readAllBytes();
                inspected |= JSON.readTree(document).isObject();
                digests.put(name, HexFormat.of().formatHex(ConfigTar.sha256().digest(document)));
            } else {
                digests.put(name, digest(tar));
            }
        }
        if (sums == null) {
            throw new IOException("it ends before its last member, " + ConfigTar.SUMS);
        }
        compare(sums, digests);
        if (!digests.containsKey(ConfigBuilder.README) || !inspected) {
            throw new IOException("it has no " + ConfigBuilder.README + " or no container in " + ConfigBuilder.INSPECT);
        }
    }

    private static String digest(InputStream content) throws IOException {
        MessageDigest digest = ConfigTar.sha256();
        content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void compare(String sums, Map<String, String> digests) throws IOException {
        StringBuilder found = new StringBuilder();
        new TreeMap<>(digests)
                .forEach((name, digest) ->
                        found.append(digest).append("  ").append(name).append('\n'));
        if (!found.toString().equals(sums)) {
            throw new IOException("its members are not those that " + ConfigTar.SUMS + " lists");
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
