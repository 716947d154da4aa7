package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginVisitTest {

    private static Optional<String> text(String text) {
        return "-".equals(text) ? Optional.empty() : Optional.of(text);
    }

    @ParameterizedTest
    @CsvSource({
        "back=/backrest/,cross-site,false,BOUNCE",
        "-,cross-site,false,BOUNCE",
        "back=/backrest/,same-origin,false,FORM",
        "back=/backrest/,same-site,false,FORM",
        "back=/backrest/,none,false,FORM",
        "back=/backrest/,-,false,FORM",
        "back=/backrest/,cross-site,true,FORM",
        "-,same-origin,true,FORM"
    })
    void onlyALinkFromAnotherSiteIsBounced(String query, String site, boolean signedIn, LoginVisit answer) {
        assertThat(LoginVisit.of(text(query), text(site), signedIn)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "bounced=1&back=%2Fbackrest%2F,same-origin,true,SIGNED_IN",
        "bounced=1&back=%2Fbackrest%2F,same-origin,false,FORM",
        "bounced=1&back=%2Fbackrest%2F,cross-site,false,FORM",
        "bounced=1,cross-site,false,FORM",
        "back=/x?bounced=1,cross-site,false,BOUNCE",
        "back=/x&bounced=1,cross-site,false,BOUNCE",
        "bounced=12,cross-site,false,BOUNCE"
    })
    void aVisitIsBouncedOnlyOnce(String query, String site, boolean signedIn, LoginVisit answer) {
        assertThat(LoginVisit.of(text(query), text(site), signedIn)).isEqualTo(answer);
    }

    @Test
    void theBounceKeepsTheReturnAddressOnThisSite() {
        assertThat(LoginVisit.bounceFor("/backrest/?a=b&c=d"))
                .isEqualTo("/login?bounced=1&back=%2Fbackrest%2F%3Fa%3Db%26c%3Dd");
        assertThat(ReturnPath.fromQuery(Optional.of("bounced=1&back=%2Fbackrest%2F%3Fa%3Db%26c%3Dd")))
                .isEqualTo("/backrest/?a=b&c=d");
        assertThat(LoginVisit.bounceFor("//evil.example")).isEqualTo("/login?bounced=1&back=%2F");
    }
}
