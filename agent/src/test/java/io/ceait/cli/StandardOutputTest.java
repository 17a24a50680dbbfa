package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    private static StandardOutput failing(String reason) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
    }

    @Test
    void whatCouldNotBeWrittenIsRemembered() {
        StandardOutput full = failing("No space left on device");
        PrintWriter writer = full.writer();
        writer.println("{}");
        writer.flush();
        assertThat(full.failure()).contains("No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        StandardOutput head = failing("Broken pipe");
        PrintWriter writer = head.writer();
        writer.println("{}");
        writer.flush();
        assertThat(head.failure()).isEmpty();
    }

    @Test
    void dataIsUnicodeWhateverTheLocale() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(bytes);
        PrintWriter writer = out.writer();
        writer.print("± 北京");
        writer.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("± 北京");
        assertThat(out.failure()).isEmpty();
    }
}
