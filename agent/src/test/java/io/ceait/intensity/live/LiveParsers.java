package io.ceait.intensity.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import io.ceait.time.MockClock;
import io.ceait.units.CarbonIntensity;

/** Fuzz harnesses of this package. */
public final class LiveParsers {

    private static final CarbonIntensity STAND_IN = CarbonIntensity.ofKilogramsPerKilowattHour(9);
    private static final long NOW = MockClock.START_MILLIS;

    private LiveParsers() {}

    /** What a provider answers, or what somebody put into the cache: a value of now, or none. */
    public static void answer(byte[] input) {
        LiveIntensity live = new LiveIntensity(
                LiveSource.parse("gb"), STAND_IN, new MockClock(), new AnswerCache(Inputs.directory("cache")));
        boolean taken = live.takeKept(new AnswerCache.Kept(Inputs.text(input), NOW), NOW);
        live.tell(NOW, NOW + 1000, (from, intensity, origin) -> {
            assertThat(from).isBetween(NOW, NOW + 1000);
            assertThat(intensity.kilogramsPerKilowattHour() >= 0).isTrue();
            assertThat(taken || intensity.equals(STAND_IN)).isTrue();
        });
    }

    public static void source(byte[] input) {
        Refusals.illegalArgumentOr(() -> {
            LiveSource source = LiveSource.parse(Inputs.text(input));
            assertThat(source.cacheName()).matches("[A-Za-z0-9_.-]+");
            assertThat(source.provenance().zone()).isNotEmpty();
        });
    }
}
