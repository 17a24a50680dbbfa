package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    private static Csv csv(String text) {
        return Csv.of("t.csv", new StringReader(text));
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        try (Csv csv = csv(text)) {
            while (csv.next()) {
                rows.add(csv.columns().stream().map(csv::text).toList());
            }
        }
        return rows;
    }

    @Test
    void readsHeaderCommentsBlankLinesAndEveryLineEnd() {
        assertThat(rows("# licence\n\na,b\r\n1,2\r3,4\n# note, \"here\n\n5,6"))
                .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5", "6"));
    }

    @Test
    void ignoresAByteOrderMark() {
        assertThat(csv("\uFEFFa,b\n1,2\n").columns()).containsExactly("a", "b");
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLineEnds() {
        assertThat(rows("a,b\n\"x, \"\"y\"\"\",\"1\n2\"\n,\n"))
                .containsExactly(List.of("x, \"y\"", "1\n2"), List.of("", ""));
    }

    @Test
    void linesAreCountedAcrossQuotedOnes() {
        Csv csv = csv("# c\r\na,b\n\"1\r\n2\n3\",x\n4,y\n");
        csv.next();
        assertThat(csv.line()).isEqualTo(3);
        csv.next();
        assertThat(csv.line()).isEqualTo(6);
    }

    @Test
    void everyErrorNamesFileAndLine() {
        assertThatThrownBy(() -> rows("a,b\n1,2\n3\n"))
                .isInstanceOf(InputException.class)
                .hasMessage("t.csv:3: the row is torn: it has 1 field where the header names 2 (a,b)");
        assertThatThrownBy(() -> rows("a,b\n1,2,3\n")).hasMessageStartingWith("t.csv:2: the row is torn: it has 3");
        assertThatThrownBy(() -> rows("a,b\n1,\"2\n3,4\n"))
                .hasMessage("t.csv:2: the quote that opens field 2 is never closed");
        assertThatThrownBy(() -> rows("a,b\n1,\"2\"x\n")).hasMessageContaining("t.csv:2: field 2 goes on after");
        assertThatThrownBy(() -> rows("a,b\n1,2\"x\n")).hasMessageContaining("t.csv:2: field 2 has a quote inside");
        assertThatThrownBy(() -> csv("# only\n\n")).hasMessageStartingWith("t.csv is empty");
        assertThatThrownBy(() -> csv("a,a\n")).hasMessageContaining("names column a twice");
        assertThatThrownBy(() -> csv("time,powr_w\n").column("power_w"))
                .hasMessageContaining("the column power_w is missing")
                .hasMessageContaining("did you mean \"powr_w\"?");
        assertThatThrownBy(() -> rows("a\n" + "x".repeat(2 << 20))).hasMessageContaining("not a table");
    }

    @ParameterizedTest
    @CsvSource({"abc", "''", "1.2.3", "NaN", "Infinity", "1e999", "0x10", "1d", "--1", "-", ".", "'1 2'"})
    void whatIsNoNumberNamesLineAndColumn(String text) {
        Csv csv = csv("time,power_w\n1,\"" + text + "\"\n");
        csv.next();
        assertThatThrownBy(() -> csv.number(1))
                .isInstanceOf(InputException.class)
                .hasMessage("t.csv:2: column power_w: \"" + text + "\" is not a number");
    }

    @Test
    void numbersMayHaveBlanksSignsAndExponents() {
        Csv csv = csv("a,b,c,d\n +1.50 ,-2e-3,.5,7.\n");
        csv.next();
        assertThat(csv.number(0)).isEqualTo(1.5);
        assertThat(csv.number(1)).isEqualTo(-0.002);
        assertThat(csv.number(2)).isEqualTo(0.5);
        assertThat(csv.number(3)).isEqualTo(7);
    }

    @Property
    void numbersAreTheNearestDouble(@ForAll @DoubleRange(min = -1e12, max = 1e12) double value) {
        String text = Double.toString(value);
        assertThat(Decimals.parse(text.toCharArray(), 0, text.length())).isEqualTo(value);
        String plain = new java.math.BigDecimal(value)
                .setScale(6, java.math.RoundingMode.HALF_EVEN)
                .toPlainString();
        assertThat(Decimals.parse(plain.toCharArray(), 0, plain.length())).isEqualTo(Double.parseDouble(plain));
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("tables") List<List<String>> table) {
        StringBuilder text = new StringBuilder("a,b,c\r\n");
        for (List<String> row : table) {
            text.append(String.join(
                            ",",
                            row.stream()
                                    .map(field -> "\"" + field.replace("\"", "\"\"") + "\"")
                                    .toList()))
                    .append("\r\n");
        }
        assertThat(rows(text.toString())).isEqualTo(table);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> field =
                Arbitraries.strings().withChars("ab,\"\n\r#é 1中").ofMaxLength(12);
        return field.list().ofSize(3).list().ofMaxSize(20);
    }

    @Property
    void anyTextEndsInRowsOrInASentence(@ForAll("noise") String text) {
        try {
            rows(text);
        } catch (InputException e) {
            assertThat(e.getMessage()).startsWith("t.csv");
        }
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("a1,\"\n\r#.\uFEFF").ofMaxLength(200);
    }

    @Test
    void filesThatCannotBeReadGetASentence(@TempDir Path dir) throws IOException {
        assertThatThrownBy(() -> Csv.open(dir.resolve("none.csv")))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("none.csv cannot be opened: there is no such file");
        assertThatThrownBy(() -> Csv.open(dir)).hasMessageEndingWith("is a directory; a file is needed");
        Path binary = Files.write(dir.resolve("b.csv"), new byte[] {'a', ',', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> Csv.open(binary)).hasMessageContaining("is not UTF-8 text");
    }
}
