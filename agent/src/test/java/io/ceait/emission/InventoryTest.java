package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import io.ceait.units.Pue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

    private static final String CPU = "{device_type: cpu, n: 8, power_w: 100, time_h: 120, occupancy: 0.45}";

    private static Inventory parse(String text) {
        return Inventory.parse("i.yaml", new StringReader(text));
    }

    @Test
    void readsItemsAndFactors() {
        Inventory inventory = parse("offline:\n  - " + CPU + "\npue: 1.58\nzone: CN-BJ\n");
        assertThat(inventory.offline()).singleElement().satisfies(item -> {
            assertThat(item.n()).isEqualTo(8);
            assertThat(item.time()).isEqualTo(Duration.ofDays(5));
        });
        assertThat(inventory.online()).isEmpty();
        assertThat(inventory.pue()).hasValueSatisfying(pue -> {
            assertThat(pue.value()).isEqualTo(Pue.of(1.58));
            assertThat(pue.source()).isEqualTo("stated in i.yaml:3");
        });
        assertThat(inventory.intensity()).contains(IntensityCatalog.bundled().find("CN-BJ"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "occupancy: 0.45|occupancy: 45|occupancy is wrong: a share lies between 0 and 1, not 45.0",
                "power_w: 100|power_w: -1|power_w is wrong: power is a finite number of at least 0 W",
                "time_h: 120|time_h: -2|time_h is wrong: a time is a number of hours of at least 0",
                "n: 8|n: 0|n is a whole number of devices, at least 1",
                "n: 8|n: 1.5|n is a whole number of devices, at least 1",
                "n: 8|n: many|n is a number, not \"many\"",
                "device_type: cpu|device_type: tpu|device_type is one of cpu, gpu, ram, not \"tpu\"",
                "power_w: 100|powr_w: 100|unknown key powr_w; did you mean power_w?",
                "'power_w: 100, '|''|power_w is missing here",
            })
    void wrongItemsNameTheirLine(String from, String to, String sentence) {
        String text = "# head\noffline:\n  - " + CPU.replace(from, to) + "\n";
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("i.yaml:3: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void wrongFactorsNameTheirLine() {
        String head = "offline: [" + CPU + "]\n";
        assertThatThrownBy(() -> parse(head + "pue: 0.85"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("i.yaml:2: pue is wrong: ")
                .hasMessageContaining("clause 6.1");
        assertThatThrownBy(() -> parse(head + "zone: CN-BX"))
                .hasMessageStartingWith("i.yaml:2: unknown zone \"CN-BX\"");
        assertThatThrownBy(() -> parse(head + "intensity_kg_per_kwh: -1")).hasMessageStartingWith("i.yaml:2: ");
        assertThatThrownBy(() -> parse(head + "intensity_kg_per_kwh: 1\nzone: CN"))
                .hasMessage("i.yaml:3: zone and intensity_kg_per_kwh exclude each other: state one of them");
        assertThatThrownBy(() -> parse("pue: 1.2")).hasMessageContaining("there is nothing to evaluate");
        assertThatThrownBy(() -> parse(head + "onlin: []")).hasMessageContaining("did you mean online?");
    }

    @Test
    void onlineServicesAloneAccompanyARun(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("online.yaml");
        Files.writeString(file, "online:\n  - {provider: A, power_w: 200, time_h: 120, share: 0.90}\n");
        assertThat(Inventory.readOnline(file))
                .singleElement()
                .satisfies(item ->
                        assertThat(Formulas.online(item).kilowattHours()).isEqualTo(21.6));
        Files.writeString(file, "online: []\n");
        assertThatThrownBy(() -> Inventory.readOnline(file)).hasMessageContaining("missing or empty");
        Files.writeString(file, "pue: 1.1\n");
        assertThatThrownBy(() -> Inventory.readOnline(file)).hasMessageContaining("unknown key pue");
    }
}
