package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the service has no label | The service has no label.",
                "nothing | Nothing.",
                "already backed up with shop-db | Already backed up with shop-db.",
                "read-only files | Read-only files.",
                "It is one. | It is one.",
                "did you mean app? | Did you mean app?",
                "and so on… | And so on…",
                "' policy.yml:1 ' | policy.yml:1.",
                "slackwater.exec.dump has no effect | slackwater.exec.dump has no effect.",
                "/srv/shop is a socket | /srv/shop is a socket.",
                "nothing: restore the dump | Nothing: restore the dump.",
                "2 containers of it run | 2 containers of it run.",
                "'' | ''"
            })
    void aSentenceHasACapitalAndAFullStopAndNamesKeepTheirSpelling(String text, String sentence) {
        assertThat(Sentence.of(text)).isEqualTo(sentence);
        assertThat(Sentence.of(sentence)).isEqualTo(sentence);
    }
}
