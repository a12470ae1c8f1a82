package org.superpose.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatATerminalWouldObeyIsEscaped() {
        assertThat(Printable.line("a\u001b[2J\u009b\u007fb")).isEqualTo("a\\u001b[2J\\u009b\\u007fb");
        assertThat(Printable.line("\u202egpj.exe\u2066\u200d")).isEqualTo("\\u202egpj.exe\\u2066\\u200d");
        assertThat(Printable.line("a\r\n\tb\u2028")).isEqualTo("a\\r\\n\\tb\\u2028");
        assertThat(Printable.line("\uDB40\uDC01 \uD800")).isEqualTo("\\udb40\\udc01 \\ud800");
        assertThat(Printable.lines("a\n\tb\r\u001b")).isEqualTo("a\n\tb\\r\\u001b");
    }

    @Test
    void whatPeopleReadStaysAsItIs() {
        String text = "µ = ½, 漢字, \uD83D\uDE00, C:\\new \"x\"";
        assertThat(Printable.line(text)).isEqualTo(text);
        assertThat(Printable.quoted(text)).isEqualTo('"' + text + '"');
    }

    @Test
    void everyCharacterIsShownOrEscapedWhole() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String shown = Printable.line(new String(Character.toChars(c)));
            assertThat(shown.codePoints().noneMatch(Printable::obeyed))
                    .as("U+%x", c)
                    .isTrue();
        }
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Printable.brief("x".repeat(60))).isEqualTo("x".repeat(60));
        assertThat(Printable.brief("\uD83D\uDE00".repeat(61))).isEqualTo("\uD83D\uDE00".repeat(60) + "…");
    }
}
