package io.slackwater.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The PEM file with the certificate of Nginx and its chain. Never reads the private key beside it.
 *
 * @param file usually {@code tls/fullchain.pem} in the directory of secrets
 */
public record CertificateFile(Path file) {

    private static final Logger LOG = Logger.getLogger(CertificateFile.class);

    /** Reads the first certificate of the file, which is the server's; empty when there is no file. */
    public Optional<Certificate> read() {
        try (InputStream pem = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return Optional.of(
                    new Certificate(file, Optional.of(first.getNotAfter().toInstant())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | CertificateException e) {
            LOG.debugf("no certificate can be read from %s: %s", file, e.getMessage());
            return Optional.of(new Certificate(file, Optional.empty()));
        }
    }
}
