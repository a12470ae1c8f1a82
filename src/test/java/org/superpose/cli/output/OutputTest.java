package org.superpose.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final String HOSTILE = "a\u001b[31m\u202e\u009b\n\uD800é";

    @Test
    void aTableShowsWhatATerminalWouldObey() {
        String shown = "a\\u001b[31m\\u202e\\u009b\\n\\ud800é";
        assertThat(printed(Output.Format.TABLE).lines())
                .containsExactly(shown + "  b", shown + "  {\"k\":\"" + shown.replace("1b", "1B") + "\"}");
    }

    @Test
    void jsonEscapesItAndReadsBackAsTheSame() throws Exception {
        String line = printed(Output.Format.JSON);
        assertThat(line).doesNotContain("\u001b", "\u202e", "\u009b").contains("é");
        Map<?, ?> read = new ObjectMapper().readValue(line, Map.class);
        assertThat(read.get(HOSTILE)).isEqualTo(HOSTILE);
        assertThat(read.get("b")).isEqualTo(Map.of("k", HOSTILE));
    }

    @Test
    void csvKeepsWhatIsThere() {
        String text = HOSTILE.replace("\uD800", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Output.print(stream(out), Output.Format.CSV, List.of("x"), List.of(List.of(text)));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x\n\"" + text + "\"\n");
    }

    private static String printed(Output.Format format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Output.print(stream(out), format, List.of(HOSTILE, "b"), List.of(List.of(HOSTILE, Map.of("k", HOSTILE))));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
