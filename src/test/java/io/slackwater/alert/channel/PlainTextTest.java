package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void aTextThatFitsStaysAsItIs() {
        assertThat(PlainText.cut("abc", 3)).isEqualTo("abc");
    }

    @Test
    void aLongTextIsCutToTheLimitAndEndsWithAnEllipsis() {
        assertThat(PlainText.cut("abcdef", 4)).isEqualTo("abc…");
    }

    @Test
    void aCutNeverLeavesHalfOfACharacter() {
        assertThat(PlainText.cut("ab😀def", 4)).isEqualTo("ab…");
        assertThat(PlainText.cut("ab😀def", 5)).isEqualTo("ab😀…");
    }

    @Test
    void controlCharactersAreSpacesExceptNewLinesAndTabs() {
        assertThat(PlainText.printable("a\u0000b\u001bc\r\nd\te")).isEqualTo("a b c \nd\te");
    }
}
