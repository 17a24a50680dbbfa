package io.ceait.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.progress.LineParser.Verdict;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParsersTest {

    private static final ProtocolParser PROTOCOL = new ProtocolParser(OptionalDouble.empty());

    @ParameterizedTest
    @CsvSource({
        "epoch 3/10, EPOCH, 3, 10",
        "step 1200/50000, STEP, 1200, 50000",
        "'  Epoch 2.25/10  loss 0.31', EPOCH, 2.25, 10",
        "STEP\t0/7, STEP, 0, 7",
        "step 7/7, STEP, 7, 7",
        "step 0.1234564/1, STEP, 0.123456, 1"
    })
    void aLineOfTheProtocolIsAMark(String line, ProgressUnit unit, double done, double total) {
        assertThat(PROTOCOL.parse(line).mark()).contains(new Mark(unit, done, total));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# step 3/10"})
    void emptyLinesAndCommentsMeanNothing(String line) {
        assertThat(PROTOCOL.parse(line).verdict()).isEqualTo(Verdict.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "step",
                "step x/10",
                "step 3",
                "step 3/",
                "step /3",
                "step 11/10",
                "step -1/10",
                "step 1/0",
                "step NaN/10",
                "step 1e3/5e3",
                "step 1.2.3/10",
                "step 3/2000000000",
                "batch 3/10"
            })
    void whatIsNoneIsPassedOverWithAReason(String line) {
        LineParser.Found found = PROTOCOL.parse(line);
        assertThat(found.verdict()).isEqualTo(Verdict.GARBAGE);
        assertThat(found.mark()).isEmpty();
        assertThat(found.why()).isNotEmpty();
    }

    @Property
    void noLineWhateverMakesItFail(@ForAll String line) {
        assertThat(PROTOCOL.parse(line).verdict()).isNotNull();
        assertThat(ProgressPattern.of("(\\d+)/(\\d+)", OptionalDouble.empty())
                        .parse(line)
                        .verdict())
                .isNotNull();
    }

    @Test
    void aStatedTotalIsForLinesThatHaveNone() {
        ProtocolParser parser = new ProtocolParser(OptionalDouble.of(50));
        assertThat(parser.parse("step 3").mark()).contains(new Mark(ProgressUnit.STEP, 3, 50));
        assertThat(parser.parse("step 3/10").mark()).contains(new Mark(ProgressUnit.STEP, 3, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "'Epoch (?<epoch>\\d+)/(?<total>\\d+)', 'Epoch 3/10 - loss: 0.25', EPOCH, 3, 10",
        "'of (?<total>\\d+), step (?<step>[\\d.]+)', 'of 500, step 12.5', STEP, 12.5, 500",
        "'\\| *(\\d+)/(\\d+) \\[', ' 37%|###  | 370/1000 [00:12<00:20]', STEP, 370, 1000",
        "'第(?<epoch>\\d+)轮，共(?<total>\\d+)轮', '[INFO] 第3轮，共20轮 损失 0.2', EPOCH, 3, 20"
    })
    void anExpressionFindsTheMarkInALog(String pattern, String line, ProgressUnit unit, double done, double total) {
        ProgressPattern parser = ProgressPattern.of(pattern, OptionalDouble.empty());
        assertThat(parser.parse(line).mark()).contains(new Mark(unit, done, total));
        assertThat(parser.parse("loading data").verdict()).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void aStatedTotalIsForExpressionsThatFindNone() {
        ProgressPattern parser = ProgressPattern.of("iter (\\d+)", OptionalDouble.of(600));
        assertThat(parser.parse("iter 30: loss 2").mark()).contains(new Mark(ProgressUnit.STEP, 30, 600));
        assertThat(parser.parse("iter 601: loss 2").verdict()).isEqualTo(Verdict.GARBAGE);
    }

    @Test
    void anExpressionThatSaysNoProgressIsRefused() {
        assertThatThrownBy(() -> ProgressPattern.of("epoch (", OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no regular expression of Java: Unclosed group");
        assertThatThrownBy(() -> ProgressPattern.of("epoch \\d+", OptionalDouble.of(3)))
                .hasMessageContaining("put it into a group");
        assertThatThrownBy(() -> ProgressPattern.of("epoch (?<epoch>\\d+)", OptionalDouble.empty()))
                .hasMessageContaining("--progress-total states none");
        assertThatThrownBy(() -> ProgressPattern.of("step (\\d+)", OptionalDouble.empty()))
                .hasMessageContaining("--progress-total states none");
    }

    /** Without a bound this would look at the line some 10^16 times. */
    @Test
    void anExpressionThatTakesTooLongIsStoppedAndThenGivenUp() {
        ProgressPattern parser = ProgressPattern.of("^(.*a){20}(\\d)$", OptionalDouble.empty());
        String line = "a".repeat(70);
        for (int i = 1; i < 20; i++) {
            assertThat(parser.parse(line).why()).endsWith("make it less ambiguous");
        }
        assertThat(parser.parse(line).why()).endsWith("is given up");
        assertThat(parser.parse(line).verdict()).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void anExpressionThatGoesTooDeepIsStoppedToo() {
        ProgressPattern parser = ProgressPattern.of("^(?:x|y)*(\\d+)/(\\d+)$", OptionalDouble.empty());
        assertThat(parser.parse("x".repeat(LineSplitter.LONGEST)).verdict()).isIn(Verdict.NOTHING, Verdict.GARBAGE);
        assertThat(parser.parse("xy3/4").mark()).contains(new Mark(ProgressUnit.STEP, 3, 4));
    }
}
