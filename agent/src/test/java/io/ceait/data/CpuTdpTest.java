package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.units.Power;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTdpTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz|Intel Xeon Gold 6248R|205",
                "Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz|Intel Xeon Gold 6248|150",
                "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz|Intel Xeon Platinum 8259CL|210",
                "Intel(R) Xeon(R) Platinum 8480+|Intel Xeon Platinum 8480+|350",
                "INTEL(R) XEON(R) PLATINUM 8480+|Intel Xeon Platinum 8480+|350",
                "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz|Intel Xeon E5-2680 v4|120",
                "Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz|Intel Xeon E5-2670|115",
                "Intel(R) Xeon(R) CPU           E5640  @ 2.67GHz|Intel Xeon E5640|80",
                "Intel(R) Xeon Phi(TM) CPU 7210 @ 1.30GHz|Intel Xeon Phi 7210|215",
                "Intel(R) Xeon(R) W-1290P CPU @ 3.70GHz|Intel Xeon W-1290P|125",
                "Intel(R) Core(TM) i9-7960X CPU @ 2.80GHz|Intel Core i9-7960X|165",
                "Intel(R) Core(TM)2 Duo CPU     E8190  @ 2.66GHz|Intel Core 2 Duo E8190|65",
                "12th Gen Intel(R) Core(TM) i7-12700K|Intel Core i7-12700K|190",
                "11th Gen Intel(R) Core(TM) i9-11900KF @ 3.50GHz|Intel Core i9-11900KF|125",
                "AMD EPYC 7763 64-Core Processor|AMD EPYC 7763|280",
                "AMD EPYC 9654 96-Core Processor|AMD EPYC 9654|360",
                "AMD EPYC 7R13 Processor|AMD EPYC 7R13|225",
                "AMD EPYC 7B12|AMD EPYC 7B12|240",
                "AMD Ryzen 9 5950X 16-Core Processor|AMD Ryzen 9 5950X|105",
                "AMD Ryzen Threadripper 3990X 64-Core Processor|AMD Ryzen Threadripper 3990X|280",
                "AMD FX(tm)-8350 Eight-Core Processor|AMD FX-8350|125",
            })
    void findsTheModelThatTheBrandNames(String brand, String model, double watts) {
        assertThat(CpuTdp.find(brand)).hasValueSatisfying(row -> {
            assertThat(row.model()).isEqualTo(model);
            assertThat(row.tdp()).isEqualTo(Power.ofWatts(watts));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Intel(R) Xeon(R) Processor",
                "Intel(R) Xeon(R) CPU @ 2.20GHz",
                "Intel(R) Xeon(R) Processor @ 2.30GHz",
                "Intel Xeon Processor (Skylake, IBRS)",
                "QEMU Virtual CPU version 2.5+",
                "DO-Regular",
                "AMD EPYC Processor",
                "AMD EPYC-Milan Processor",
                "Common KVM processor",
                "ARMv8 Processor rev 0 (v8l)",
                "Neoverse-N1",
                "Any (per-core default)",
                // One letter or digit beside a row that exists.
                "Intel(R) Xeon(R) Gold 6248Q CPU @ 3.00GHz",
                "AMD EPYC 77630 64-Core Processor",
                "Intel(R) Xeon(R) CPU E5-2680 v9 @ 2.40GHz",
                // A row without a family must not lend its number to another.
                "Intel(R) Xeon(R) 6278",
                "model,tdp_w,cores,source",
            })
    void knowsNothingRatherThanTheWrongModel(String brand) {
        assertThat(CpuTdp.find(brand)).isEmpty();
    }

    @Test
    void theRowThatNamesTheMakerWins() {
        // Core i5-10600K: 125 W in Intel's list, 95 W in the hand-typed one.
        assertThat(CpuTdp.find("Intel(R) Core(TM) i5-10600K CPU @ 4.10GHz"))
                .hasValueSatisfying(row -> assertThat(row.tdp()).isEqualTo(Power.ofWatts(125)));
        assertThat(CpuTdp.find("AMD Ryzen 9 3900X 12-Core Processor"))
                .hasValueSatisfying(row -> assertThat(row.tdp()).isEqualTo(Power.ofWatts(105)));
        // Both name it: the higher, for TDP bounds from above.
        assertThat(CpuTdp.find("Intel(R) Atom(TM) CPU E665CT @ 1.30GHz"))
                .hasValueSatisfying(row -> assertThat(row.tdp()).isEqualTo(Power.ofWatts(7)));
    }

    @Test
    void makersDoNotShareNumbers() {
        assertThat(CpuTdp.find("AMD N870 Triple-Core Processor")).isPresent();
        assertThat(CpuTdp.find("Intel(R) N870")).isEmpty();
        assertThat(CpuTdp.find("Intel(R) 965")).isEmpty();
        assertThat(CpuTdp.find("Intel(R) FX-8350")).isEmpty();
    }
}
