package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {

    @Test
    void aNumberWithinItsBoundsIsTakenAndOneThatIsNotSentHasItsDefault() {
        assertThat(Asked.number("limit", "1", 1, 1000, 100)).isEqualTo(1);
        assertThat(Asked.number("limit", "1000", 1, 1000, 100)).isEqualTo(1000);
        assertThat(Asked.number("limit", null, 1, 1000, 100)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "0", "1001", "-5", "1.5", "99999999999"})
    void anyOtherIsRefusedWithItsNameItsValueAndWhatIsAllowed(String value) {
        assertThatThrownBy(() -> Asked.number("limit", value, 1, 1000, 100))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.body().status()).isEqualTo(400))
                .hasMessage("limit=" + value + ": a whole number from 1 to 1000 is allowed");
    }

    @Test
    void anUnknownNameIsNamedWithTheNearestKnownOne() {
        Problem near = Asked.unknown("dataset", "shop-db-ap", List.of("shop-db-app", "shop-files"), "GET /x");
        assertThat(near).hasMessage("there is no dataset shop-db-ap (did you mean 'shop-db-app'?); GET /x lists them");
        assertThat(near.body().status()).isEqualTo(404);
        assertThat(Asked.unknown("dataset", "moon", List.of("shop-files"), "GET /x"))
                .hasMessage("there is no dataset moon; GET /x lists them");
    }
}
