package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementTest {
    @Test
    void statementsKnowTheirLines() {
        String script = "-- about\nSELECT 1;\n\n/* two\nlines */ SELECT 2;; SELECT 'a;\nb';\nSELECT 1";
        assertThat(Statement.of(script, "q.sql")).extracting(Statement::line).containsExactly(1, 4, 5, 7);
        Statement first = Statement.of(script, "q.sql").get(0);
        assertThat(first.place(first.firstLine())).isEqualTo("q.sql:2: ");
        assertThat(Statement.of(script, "").get(3).place(1)).isEmpty();
    }

    @Test
    void aMistakeIsUnderlinedInItsLine() {
        String text = "SELECT\n\tlos,\n n FROM models";
        Span span = new Span(8, 10);
        assertThat(span.line(text)).isEqualTo(2);
        assertThat(span.underlined(text)).isEqualTo(" los,\n ^^^");
        assertThat(Span.word(text, 3, 3)).isEqualTo(new Span(16, 19));
        assertThat(new Span(8, 15).underlined(text)).isEqualTo(" los,\n ^^^^");
        assertThat(Span.word("SELECT 1 FROM (", 1, 15).underlined("SELECT 1 FROM ("))
                .isEqualTo("SELECT 1 FROM (\n               ^");
    }

    @Test
    void aLongLineIsShownAroundTheMistake() {
        String text = "SELECT " + "a, ".repeat(100) + "wrong, " + "b, ".repeat(100) + "c";
        int start = text.indexOf("wrong");
        String[] lines = new Span(start, start + 4).underlined(text).split("\n", -1);
        assertThat(lines[0]).startsWith("…").endsWith("…").hasSizeLessThan(125);
        int column = lines[1].indexOf('^');
        assertThat(lines[0].substring(column, column + 5)).isEqualTo("wrong");
        assertThat(lines[1].strip()).isEqualTo("^^^^^");
    }
}
