package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can be refused is refused before metering begins, by the name of what is wrong. */
class MeteringSettingsTest {

    private static MeteringSettings of(Map<Setting, String> flags) {
        return MeteringSettings.of(EffectiveConfig.of(flags, Map.of(), Optional.empty()));
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        MeteringSettings settings = of(Map.of());
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.duration()).isEmpty();
        assertThat(settings.out()).isEqualTo(Path.of("./ceait-runs"));
        assertThat(settings.headline()).isEqualTo(Policy.OCCUPANCY);
        assertThat(settings.listen())
                .hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(29477));
        assertThat(settings.linger()).isZero();
        assertThat(settings.roots().procfs()).isEqualTo(Path.of("/proc"));
        assertThat(settings.roots().sysfs()).isEqualTo(Path.of("/sys"));
    }

    @Test
    void whatIsStatedHolds() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.INTERVAL, "2ms");
        flags.put(Setting.DURATION, "1h");
        flags.put(Setting.ATTRIBUTION, "machine");
        flags.put(Setting.NO_LISTEN, "true");
        flags.put(Setting.PUE, "1.25");
        flags.put(Setting.INTENSITY, "0.5");
        flags.put(Setting.DISABLE, "rapl");
        MeteringSettings settings = of(flags);
        assertThat(settings.interval()).isEqualTo(Duration.ofMillis(2));
        assertThat(settings.duration()).contains(Duration.ofHours(1));
        assertThat(settings.headline()).isEqualTo(Policy.MACHINE);
        assertThat(settings.listen()).isEmpty();
        assertThat(settings.factors().orDefaults().pue().value()).isEqualTo(1.25);
        assertThat(settings.factors().orDefaults().intensity().intensity().kilogramsPerKilowattHour())
                .isEqualTo(0.5);
        assertThat(settings.sensors().disabled()).containsExactly("rapl");
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"OUT", "MODEL_CARD", "WEB_CONFIG_FILE", "ONLINE", "MARKET", "SCI", "INTENSITY_SERIES", "PATH_SYSFS"
            })
    void aPathThatThisLocaleCannotNameIsNamedWithItsFlag(Setting setting) {
        assertThatThrownBy(() -> of(Map.of(setting, "/tmp/gr\uD800e")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(setting.flag())
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "INTERVAL, 1ms",
        "INTERVAL, 61m",
        "INTERVAL, soon",
        "DURATION, 0s",
        "PUE, 0.85",
        "PUE, NaN",
        "PUE, much",
        "INTENSITY, -1",
        "ZONE, Atlantis",
        "LISTEN, 29477",
        "ATTRIBUTION, all",
        "DISABLE, everything",
        "LOG_LEVEL, loud"
    })
    void anUnfitValueNamesItsFlag(Setting setting, String value) {
        assertThatThrownBy(() -> of(Map.of(setting, value)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(setting.flag());
    }

    @Test
    void intensityAndZoneExcludeEachOther() {
        assertThatThrownBy(() -> of(Map.of(Setting.INTENSITY, "0.5", Setting.ZONE, "CN")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--intensity")
                .hasMessageContaining("--zone");
    }
}
