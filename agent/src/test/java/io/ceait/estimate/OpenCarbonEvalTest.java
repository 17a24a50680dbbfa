package io.ceait.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.units.Computation;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** The integral and its inverse, also where the exponentials would overflow. */
class OpenCarbonEvalTest {

    /** The integral by Simpson's rule over logarithmic time, from the rate alone. */
    private static double numericTeraflop(double seconds, double a) {
        int steps = 20_000;
        double from = Math.log(seconds) - 60;
        double width = 60.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double logTime = from + i * width;
            double y = a + logTime;
            double rate = y > 30 ? y : Math.log1p(Math.exp(y));
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * rate * Math.exp(logTime);
        }
        return sum * width / 3;
    }

    @Property(tries = 100)
    void theClosedFormIsTheIntegralOfTheRate(
            @ForAll @DoubleRange(min = -30, max = 110) double a,
            @ForAll @DoubleRange(min = 0, max = 20.7) double logTime) {
        double closed = Math.exp(OpenCarbonEval.logIntegral(logTime, a));
        assertThat(closed).isCloseTo(numericTeraflop(Math.exp(logTime), a), within(1e-6 * closed));
    }

    @Property
    void theSolutionGivesTheWorkBack(
            @ForAll @DoubleRange(min = -30, max = 110) double a,
            @ForAll @DoubleRange(min = 0, max = 20.7) double logTime) {
        double operations = Math.exp(OpenCarbonEval.logIntegral(logTime, a)) * 1e12;
        Duration time = OpenCarbonEval.deviceTime(Computation.ofOperations(operations), a)
                .orElseThrow();
        double seconds = Math.exp(logTime);
        assertThat(Times.seconds(time)).isCloseTo(seconds, within(1e-9 * seconds + 1e-9));
    }

    @Property
    void moreWorkTakesLonger(
            @ForAll @DoubleRange(min = -5, max = 110) double a,
            @ForAll @DoubleRange(min = 15, max = 25) double digits) {
        Computation work = Computation.ofOperations(Math.pow(10, digits));
        assertThat(OpenCarbonEval.deviceTime(work.times(1.01), a).orElseThrow())
                .isGreaterThan(OpenCarbonEval.deviceTime(work, a).orElseThrow());
    }

    /** With a = 110 and T = 1e9 s the exponential is e^130.7; the rate is the exponent itself, 129.7 TFLOP/s in the mean. */
    @Example
    void largeExponentsDoNotOverflow() {
        double operations = 1e9 * (110 + Math.log(1e9) - 1) * 1e12;
        Optional<Duration> time = OpenCarbonEval.deviceTime(Computation.ofOperations(operations), 110);
        assertThat(Times.seconds(time.orElseThrow())).isCloseTo(1e9, within(1.0));
        double huge = 1e9 * (1e3 + Math.log(1e9) - 1) * 1e12;
        assertThat(Times.seconds(OpenCarbonEval.deviceTime(Computation.ofOperations(huge), 1e3)
                        .orElseThrow()))
                .isCloseTo(1e9, within(1.0));
    }

    /** With a far below zero the device never gets going: the rate is e^a t, the work e^a T² / 2. */
    @Example
    void negativeParametersAreSlowStarts() {
        double a = -40;
        double operations = Math.exp(a) * 1e12 / 2 * 1e12;
        assertThat(Times.seconds(OpenCarbonEval.deviceTime(Computation.ofOperations(operations), a)
                        .orElseThrow()))
                .isCloseTo(1e6, within(1e-3));
    }

    @Example
    void aTimeThatNoTrainingTakesIsNone() {
        assertThat(OpenCarbonEval.deviceTime(Computation.ofOperations(1e40), 1)).isEmpty();
        assertThat(OpenCarbonEval.deviceTime(Computation.ofOperations(0), 1)).contains(Duration.ZERO);
    }
}
