package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOriginTest {

    private static SameOrigin from(String verb, String site, String origin) {
        return new SameOrigin(verb, text(site), text(origin), "backup.example:8443", true);
    }

    private static Optional<String> text(String text) {
        return "-".equals(text) ? Optional.empty() : Optional.of(text);
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin,-,true",
        "none,-,true",
        "same-site,-,false",
        "cross-site,https://backup.example:8443,false",
        "same-origin,https://elsewhere.example,true",
        "-,https://backup.example:8443,true",
        "-,https://BACKUP.example:8443,true",
        "-,http://backup.example:8443,false",
        "-,https://backup.example,false",
        "-,https://backup.example:8443.evil.example,false",
        "-,https://evil.example,false",
        "-,null,false",
        "-,ftp://backup.example:8443,false",
        "-,'not a uri %',false",
        "-,-,false"
    })
    void aWriteOfThisSiteIsRecognisedByTheHeadersOfTheBrowser(String site, String origin, boolean ours) {
        assertThat(from("POST", site, origin).ours()).isEqualTo(ours);
        boolean said = !(site.equals("-") && origin.equals("-"));
        assertThat(from("POST", site, origin).foreign()).isEqualTo(!ours && said);
    }

    @ParameterizedTest
    @CsvSource({"GET,true", "HEAD,true", "OPTIONS,true", "PUT,false", "PATCH,false", "DELETE,false", "get,false"})
    void onlyReadsAreAllowedFromAnySite(String verb, boolean ours) {
        assertThat(from(verb, "cross-site", "https://evil.example").ours()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example,a.example:443,true,true",
        "https://a.example:443,a.example,true,true",
        "http://a.example:80,a.example,false,true",
        "http://a.example:443,a.example,false,false"
    })
    void theDefaultPortMayBeOmitted(String origin, String host, boolean tls, boolean ours) {
        assertThat(new SameOrigin("POST", Optional.empty(), Optional.of(origin), host, tls).ours())
                .isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,false,true",
        "http://127.0.0.1:8080,true,false",
        "https://127.0.0.1:8080,true,true",
        "https://127.0.0.1:8080,false,true",
    })
    void anHttpPageIsThisSiteOnlyWithoutTls(String origin, boolean tls, boolean ours) {
        assertThat(new SameOrigin("POST", Optional.empty(), Optional.of(origin), "127.0.0.1:8080", tls).ours())
                .isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/runs?state=FAILED#top,/runs?state=FAILED#top",
        "/backrest/,/backrest/",
        "/a//b,/a//b",
        "//evil.example,/",
        "/\\evil.example,/",
        "/a\\b,/",
        "https://evil.example,/",
        "javascript:alert(1),/",
        "evil.example,/",
        "'/a b',/",
        "'/a\tb',/",
        "'/ä',/",
        "/login,/",
        "/login?back=/x,/",
        "/logout,/",
        "/logs,/logs",
        "'',/"
    })
    void theReturnAddressIsALocalPathOrHome(String back, String goal) {
        assertThat(ReturnPath.local(Optional.of(back))).isEqualTo(goal);
    }

    @Test
    void lineBreaksNeverReachTheHeader() {
        assertThat(ReturnPath.local(Optional.of("/a\r\nSet-Cookie: x=y"))).isEqualTo("/");
        assertThat(ReturnPath.fromQuery(Optional.of("back=%2Fa%0d%0aSet-Cookie:%20x=y")))
                .isEqualTo("/");
        assertThat(ReturnPath.fromQuery(Optional.of("back=%2F%2Fevil.example"))).isEqualTo("/");
        assertThat(ReturnPath.fromQuery(Optional.of("back=%2F%zz"))).isEqualTo("/");
        assertThat(ReturnPath.local(Optional.of("/" + "x".repeat(2000)))).isEqualTo("/");
    }

    @Test
    void theReturnAddressKeepsItsQuery() {
        assertThat(ReturnPath.loginFor("/runs?a=b&c=d%20e")).isEqualTo("/login?back=%2Fruns%3Fa%3Db%26c%3Dd%2520e");
        assertThat(ReturnPath.fromQuery(Optional.of("back=%2Fruns%3Fa%3Db%26c%3Dd%2520e&x=y")))
                .isEqualTo("/runs?a=b&c=d%20e");
        assertThat(ReturnPath.fromQuery(Optional.of("back=/runs?a=b&c=d%20e"))).isEqualTo("/runs?a=b&c=d%20e");
        assertThat(ReturnPath.fromQuery(Optional.of("x=y&back=/runs"))).isEqualTo("/runs");
        assertThat(ReturnPath.fromQuery(Optional.of("feedback=/runs"))).isEqualTo("/");
        assertThat(ReturnPath.fromQuery(Optional.empty())).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,-,10.0.0.1",
        "10.0.0.1,192.0.2.7,192.0.2.7",
        "10.0.0.1,'6.6.6.6, 192.0.2.7',192.0.2.7",
        "10.0.0.1,'192.0.2.7, nonsense',10.0.0.1",
        "10.0.0.1,'',10.0.0.1",
        "10.0.0.1,localhost,10.0.0.1",
        "2001:db8:1:2:3:4:5:6,-,2001:db8:1:2::/64",
        "2001:db8:1:2:ffff::,-,2001:db8:1:2::/64",
        "::ffff:192.0.2.7,-,192.0.2.7",
        "'',-,unknown"
    })
    void theClientAddressIsTheLastOfTheProxy(String socket, String forwarded, String address) {
        assertThat(ClientAddress.of(socket, text(forwarded))).isEqualTo(address);
    }
}
