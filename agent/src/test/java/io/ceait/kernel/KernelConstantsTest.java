package io.ceait.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelConstantsTest {

    private static byte[] vector(long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * 8).order(ByteOrder.nativeOrder());
        for (long word : words) {
            buffer.putLong(word);
        }
        return buffer.array();
    }

    @Test
    void findsPageSizeAndClockTicks() {
        KernelConstants constants = KernelConstants.parse(vector(33, 7, 6, 65_536, 17, 250, 0, 0));
        assertThat(constants).isEqualTo(new KernelConstants(65_536, 250));
        assertThat(constants.microsecondsPerTick()).isEqualTo(4000);
    }

    @Test
    void theUsualValuesStandInForWhatIsNotTold() {
        assertThat(KernelConstants.parse(new byte[0])).isEqualTo(new KernelConstants(4096, 100));
        assertThat(KernelConstants.parse(new byte[7])).isEqualTo(new KernelConstants(4096, 100));
        assertThat(KernelConstants.parse(vector(6, 0, 17, -1))).isEqualTo(new KernelConstants(4096, 100));
    }

    @Test
    void thisMachineTellsAPowerOfTwoAndTicks() {
        KernelConstants constants = KernelConstants.ofThisMachine();
        assertThat(Long.bitCount(constants.pageBytes())).isEqualTo(1);
        assertThat(constants.ticksPerSecond()).isBetween(1L, 1_000_000L);
    }
}
