package io.slackwater.alert.channel;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real SMTP server: Debian's aiosmtpd in a process of its own. */
final class SmtpServer implements AutoCloseable {

    private final Process process;
    private final Path mails;
    final int port;

    /** @param mode see {@code smtp_server.py} */
    SmtpServer(String mode, Path cert, Path key, Path directory) throws IOException {
        mails = Files.createDirectories(directory);
        process = new ProcessBuilder(
                        "/usr/bin/python3",
                        "src/test/resources/smtp_server.py",
                        mode,
                        cert.toString(),
                        key.toString(),
                        mails.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("The SMTP server did not start. Install it: apt-get install python3-aiosmtpd");
        }
        port = Integer.parseInt(line);
    }

    /** Returns the mails that arrived, each as the text of its file. */
    List<String> mails() {
        try (Stream<Path> files = Files.list(mails)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .map(SmtpServer::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    /** Makes a certificate for a host name, and its key, which are also their own authority. */
    static void certificate(Path cert, Path key, String host) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + host,
                        "-addext",
                        "subjectAltName=DNS:" + host,
                        "-keyout",
                        key.toString(),
                        "-out",
                        cert.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
