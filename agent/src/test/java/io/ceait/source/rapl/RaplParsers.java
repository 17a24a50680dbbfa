package io.ceait.source.rapl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.source.Channel;
import io.ceait.source.Readings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Fuzz harnesses of this package. */
public final class RaplParsers {

    private static final List<String> FILES = List.of(
            "name", "energy_uj", "max_energy_range_uj", "constraint_0_power_limit_uw", "constraint_0_max_power_uw");

    private RaplParsers() {}

    /** One zone, its files one behind the other. */
    public static void zone(byte[] input) throws IOException {
        List<byte[]> contents = Inputs.parts(input, FILES.size());
        for (int i = 0; i < FILES.size(); i++) {
            Inputs.file("powercap/class/powercap/intel-rapl:0/" + FILES.get(i), contents.get(i));
        }
        Path sysfs = Inputs.directory("powercap");
        try (RaplSource source = RaplSource.discover(sysfs, "", Duration.ofSeconds(1))) {
            Readings readings = new Readings(source.channels().size(), 0);
            source.read(0, true, readings.slots(0, 0));
            for (int i = 0; i < readings.channels(); i++) {
                Channel channel = source.channels().get(i);
                assertThat(channel.rangeMicrojoules()).isPositive();
                if (readings.unavailable(i) == null) {
                    assertThat(readings.microjoules(i)).isNotNegative();
                }
            }
        }
    }

    public static void packageName(byte[] input) {
        PackageName.parse(Inputs.text(input)).ifPresent(name -> {
            assertThat(name.packageNumber()).isNotNegative();
            assertThat(name.die()).isNotNegative();
        });
    }
}
