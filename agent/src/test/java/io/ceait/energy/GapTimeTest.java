package io.ceait.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GapTimeTest {

    @Test
    void whatTurnsOutLaterToBeAGapCounts() {
        GapTime time = new GapTime();
        time.add(0, 10);
        time.add(10, 20);
        time.lackingSince(10);
        time.add(20, 30);
        assertThat(time.nanos()).isEqualTo(10);
        time.lackingSince(5);
        assertThat(time.nanos()).isEqualTo(25);
    }

    @Test
    void whatIsKnownStaysKnown() {
        GapTime time = new GapTime();
        time.add(0, 10);
        time.add(10, 20);
        time.knownUntil(20);
        time.add(20, 30);
        time.lackingSince(0);
        assertThat(time.nanos()).isEqualTo(10);
    }

    /** Against a row of moments, each of which is a gap or not. */
    @Property
    void eachMomentCountsOnce(@ForAll long seed) {
        Random random = new Random(seed);
        GapTime time = new GapTime();
        boolean[] gap = new boolean[400];
        int known = 0;
        int now = 0;
        while (now < 350) {
            int before = now;
            now += 1 + random.nextInt(20);
            time.add(before, now);
            int from = random.nextInt(3) == 0 ? known + random.nextInt(now - known + 1) : now;
            time.lackingSince(from);
            for (int moment = from; moment < now; moment++) {
                gap[moment] = true;
            }
            known += random.nextInt(2) * random.nextInt(now - known + 1);
            time.knownUntil(known);
            int count = 0;
            for (boolean one : gap) {
                count += one ? 1 : 0;
            }
            assertThat(time.nanos()).isEqualTo(count);
        }
    }
}
