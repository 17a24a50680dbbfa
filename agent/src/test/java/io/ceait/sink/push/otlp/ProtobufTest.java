package io.ceait.sink.push.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is written is read by the library of those who made the format. */
class ProtobufTest {

    @Property
    void everyValueIsReadBack(
            @ForAll @IntRange(min = 1, max = 536_870_911) int field,
            @ForAll long number,
            @ForAll double real,
            @ForAll String text)
            throws IOException {
        // A lone half of a surrogate pair is no text, and the JDK writes a question mark.
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        CodedInputStream in = CodedInputStream.newInstance(new Protobuf()
                .number(field, number)
                .fixed64(field, number)
                .real(field, real)
                .string(field, text)
                .message(field, inner -> inner.string(field, text))
                .bytes());
        assertThat(in.readTag()).isEqualTo(field << 3);
        assertThat(in.readInt64()).isEqualTo(number);
        assertThat(in.readTag()).isEqualTo(field << 3 | 1);
        assertThat(in.readFixed64()).isEqualTo(number);
        assertThat(in.readTag()).isEqualTo(field << 3 | 1);
        assertThat(in.readDouble()).isEqualTo(real);
        assertThat(in.readTag()).isEqualTo(field << 3 | 2);
        assertThat(in.readString()).isEqualTo(valid);
        assertThat(in.readTag()).isEqualTo(field << 3 | 2);
        int limit = in.pushLimit(in.readRawVarint32());
        assertThat(in.readTag()).isEqualTo(field << 3 | 2);
        assertThat(in.readString()).isEqualTo(valid);
        assertThat(in.isAtEnd()).isTrue();
        in.popLimit(limit);
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void theExampleOfTheFormatsOwnDocumentation() {
        assertThat(new Protobuf().number(1, 150).bytes()).containsExactly(0x08, 0x96, 0x01);
        assertThat(new Protobuf().string(2, "testing").bytes())
                .containsExactly(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
    }
}
