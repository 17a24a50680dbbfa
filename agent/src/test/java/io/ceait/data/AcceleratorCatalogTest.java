package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.Accelerator.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorCatalogTest {

    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.bundled();

    @ParameterizedTest
    @CsvSource({
        "A100 80G,NVIDIA A100 SXM4 80 GB,400,312",
        "NVIDIA A100-SXM4-80GB,NVIDIA A100 SXM4 80 GB,400,312",
        "a100,NVIDIA A100,400,312",
        "A100 PCIe,NVIDIA A100 PCIe,300,312",
        "H100,NVIDIA H100 SXM5 80GB,700,989.4",
        "NVIDIA H100 80GB HBM3,NVIDIA H100 SXM5 80GB,700,989.4",
        "H800,NVIDIA H800 SXM5,700,989",
        "H20,NVIDIA HGX H20,400,148",
        "A800,NVIDIA A800 SXM,400,311.8",
        "Ascend 910B,Huawei Ascend 910B,400,376",
        "910b,Huawei Ascend 910B,400,376",
        "TPU v4,Google TPU v4,340,275",
        "TPUv4,Google TPU v4,340,275",
        "V100,NVIDIA V100,300,125",
        "MI300X,AMD Instinct MI300X,750,1307.4",
        "RTX 3090,NVIDIA GeForce RTX 3090,350,71",
        "NVIDIA RTX A6000,NVIDIA RTX A6000,300,154.8",
        "L40S,NVIDIA L40S,350,366.4",
        "Tesla T4,NVIDIA Tesla T4,70,65.1"
    })
    void aNameFindsItsRow(String name, String model, double watts, double teraflops) {
        Accelerator device = CATALOG.find(name);
        assertThat(device.model()).isEqualTo(model);
        assertThat(device.rated().orElseThrow().value().watts()).isEqualTo(watts);
        assertThat(device.peak().orElseThrow().value().teraflops()).isEqualTo(teraflops);
        assertThat(device.peak().orElseThrow().source()).isNotBlank();
    }

    /** A rate of the vector units, or of emulated FP16, is no peak that a training could be held against. */
    @ParameterizedTest
    @ValueSource(strings = {"Tesla P4", "GTX 1080 Ti", "RTX 4070", "Intel Data Center GPU Max 1550", "Quadro RTX 4000"})
    void whatIsNoPeakIsNone(String name) {
        assertThat(CATALOG.find(name).peak()).isEmpty();
        assertThat(CATALOG.find(name).rated()).isPresent();
    }

    @Test
    void whatTheLaterTablesKnowIsTakenToo() {
        assertThat(CATALOG.find("TPU v3")
                        .system()
                        .map(Sourced::value)
                        .orElseThrow()
                        .watts())
                .isEqualTo(283);
        assertThat(CATALOG.find("TPU v3").tensorUnit()).isTrue();
        assertThat(CATALOG.find("A100").system()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A101|there is no accelerator \"A101\"|NVIDIA A100",
                "H10O|there is no accelerator \"H10O\"|NVIDIA H100",
                "Ascend 911|there is no accelerator|Huawei Ascend 910",
                "H100 SXM9|there is no accelerator|NVIDIA H100",
                "PCIe|may be one of several|NVIDIA A100 PCIe"
            })
    void anUnknownNameGetsTheCandidates(String name, String sentence, String candidate) {
        assertThatThrownBy(() -> CATALOG.find(name))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(candidate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NVIDIA", "zzzzzzzzz"})
    void whatNamesNothingIsRefused(String name) {
        assertThatThrownBy(() -> CATALOG.find(name)).isInstanceOf(InputException.class);
    }
}
