package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuTdpTest {

    @ParameterizedTest
    @CsvSource({
        "Tesla T4,70",
        "NVIDIA A100-SXM4-40GB,400",
        "NVIDIA H100 80GB HBM3,700",
        "Tesla V100-SXM2-16GB,300",
        "NVIDIA GeForce RTX 4090,450",
        "NVIDIA RTX A6000,300",
        "tesla_v100_sxm2_16g,300",
        "NVIDIA H20,400"
    })
    void aDriversNameFindsItsRow(String name, double watts) {
        assertThat(GpuTdp.find(name).orElseThrow().rated().watts()).isEqualTo(watts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "NVIDIA", "GPU", "NVIDIA GeForce GTX 1050", "NVIDIA A1000000", "H100 HBM3 80GB MIG 1g.10gb"})
    void aStrangeNameFindsNothing(String name) {
        assertThat(GpuTdp.find(name)).isEmpty();
    }

    @Test
    void idlePowerIsKnownOfSome() {
        assertThat(GpuTdp.idleWatts("Tesla V100")).hasValue(35);
        assertThat(GpuTdp.idleWatts("NVIDIA H100 80GB HBM3")).isEmpty();
        assertThat(GpuTdp.usualIdleShare()).isCloseTo(46.0 / 407, within(1e-12));
    }
}
