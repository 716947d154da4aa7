package io.slackwater.alert.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a server whose certificate names the server's host. The mail client checks the host with TLS from the begin, but
 * not after STARTTLS. Loss prevented: anybody with a certificate for another host could read the password.
 */
final class ServerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager authorities;

    private ServerTrust(X509ExtendedTrustManager authorities) {
        this.authorities = authorities;
    }

    /**
     * Makes a trust manager.
     *
     * @param certificates a file of certificates to trust; empty for the public authorities
     */
    static ServerTrust of(Optional<Path> certificates) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates.isPresent() ? store(certificates.get()) : null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager authorities) {
                return new ServerTrust(authorities);
            }
        }
        throw new CertificateException("This Java has no trust manager for certificates.");
    }

    private static @Nullable KeyStore store(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> all;
        try (InputStream content = Files.newInputStream(file)) {
            all = CertificateFactory.getInstance("X.509").generateCertificates(content);
        }
        if (all.isEmpty()) {
            throw new CertificateException("The file has no certificate.");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate one : all) {
            store.setCertificateEntry("ca" + count++, one);
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        authorities.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw hostUnknown();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw hostUnknown();
    }

    private static CertificateException hostUnknown() {
        return new CertificateException("The host of the certificate cannot be compared.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authorities.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authorities.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
