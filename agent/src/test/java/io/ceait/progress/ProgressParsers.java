package io.ceait.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import io.ceait.progress.LineParser.Found;
import io.ceait.progress.LineParser.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;

/** Fuzz harnesses of this package: what a job, or anything else that writes to its log, says. */
public final class ProgressParsers {

    private static final OptionalDouble TOTAL = OptionalDouble.of(1000);

    private ProgressParsers() {}

    /** Lines of the protocol, in one piece and in two. */
    public static void lines(byte[] input) {
        for (OptionalDouble total : List.of(OptionalDouble.empty(), TOTAL)) {
            ProtocolParser parser = new ProtocolParser(total);
            LineSplitter splitter = new LineSplitter(line -> check(parser.parse(line)));
            splitter.take(ByteBuffer.wrap(input));
            splitter.take(ByteBuffer.wrap(input, 0, input.length / 2));
            splitter.end();
        }
    }

    /** An expression, and the log in which it is to find something. */
    public static void pattern(byte[] input) {
        List<byte[]> parts = Inputs.parts(input, 2);
        Refusals.illegalArgumentOr(() -> {
            ProgressPattern pattern = ProgressPattern.of(Inputs.text(parts.get(0)), TOTAL);
            LineSplitter splitter = new LineSplitter(line -> check(pattern.parse(line)));
            splitter.take(ByteBuffer.wrap(parts.get(1)));
            splitter.end();
        });
    }

    private static void check(Found found) {
        assertThat(found.mark().isPresent()).isEqualTo(found.verdict() == Verdict.MARK);
        found.mark().ifPresent(mark -> {
            assertThat(mark.done()).isBetween(0.0, mark.total());
            assertThat(mark.fraction()).isBetween(0.0, 1.0);
        });
        if (found.verdict() == Verdict.GARBAGE) {
            assertThat(found.why()).isNotBlank();
        }
    }
}
