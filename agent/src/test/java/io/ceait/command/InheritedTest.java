package io.ceait.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritedTest {

    private static final List<String> STATUS =
            List.of("Name:\tjava", "SigQ:\t0/96365", "SigBlk:\t0000000000000004", "SigIgn:\t8000000000000003");

    @Test
    void signalsAreReadAsTheKernelTellsThem() {
        assertThat(Inherited.signals(STATUS, "SigBlk:")).isEqualTo(1L << 2);
        assertThat(Inherited.signals(STATUS, "SigIgn:")).isEqualTo(1L << 63 | 3);
        assertThat(Inherited.signals(List.of(), "SigIgn:")).isZero();
        assertThat(Inherited.isIn(1L << 63 | 3, 64)).isTrue();
        assertThat(Inherited.isIn(1L << 63 | 3, 3)).isFalse();
    }

    /** Signals 2 and 3 are SIGINT and SIGQUIT: bits of value 2 and 4. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "2, 0, 6", // put in the background by a shell
        "2, 2, 2", // trap '' INT
        "6, 6, 6", "0, 4, 4", "3, 1, 7"
    })
    void whetherQuitWasIgnoredIsConcluded(long seen, long byParent, long concluded) {
        assertThat(Inherited.withQuit(seen, byParent)).isEqualTo(concluded);
    }

    @Test
    void aLimitIsToldWhereTheSoftOneIsAnother() {
        String head = "Limit                     Soft Limit           Hard Limit           Units     ";
        assertThat(Inherited.softLimit(List.of(
                        head, "Max open files            1024                 524288               files     ")))
                .hasValue(1024);
        assertThat(Inherited.softLimit(List.of(
                        head, "Max open files            4096                 4096                 files     ")))
                .isEmpty();
        assertThat(Inherited.softLimit(
                        List.of("Max open files            unlimited            unlimited            files     ")))
                .isEmpty();
        assertThat(Inherited.softLimit(List.of(head))).isEmpty();
    }
}
