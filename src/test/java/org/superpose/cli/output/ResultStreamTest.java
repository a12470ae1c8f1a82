package org.superpose.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultStreamTest {
    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void aLineIsWrittenAtOnceInUtf8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultStream.of(bytes).println("µ");
        assertThat(bytes.toByteArray()).isEqualTo("µ\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeWrittenIsAnException() {
        PrintStream full = ResultStream.of(failing("No space left on device"));
        assertThatThrownBy(() -> full.println("x"))
                .isInstanceOf(OutputLostException.class)
                .hasMessageContaining("No space left on device")
                .matches(e -> !((OutputLostException) e).readerGone());
        PrintStream pipe = ResultStream.of(failing("Broken pipe"));
        assertThatThrownBy(() -> pipe.println("x")).matches(e -> ((OutputLostException) e).readerGone());
    }
}
