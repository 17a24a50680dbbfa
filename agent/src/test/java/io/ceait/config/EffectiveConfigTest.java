package io.ceait.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.data.InputException;
import io.ceait.run.RunDescription.SettingValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectiveConfigTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Optional<Path> file(String text) throws IOException {
        return Optional.of(Files.writeString(dir.resolve("agent.yaml"), text));
    }

    private static String text(EffectiveConfig config, Setting setting) {
        return config.find(setting, value -> value).orElse("(none)");
    }

    @Test
    void aFlagBeforeTheEnvironmentBeforeAFileBeforeTheDefault() throws IOException {
        Optional<Path> file = file("interval: 4s\n");
        Map<String, String> environment = Map.of("CEAIT_INTERVAL", "3s");
        Map<Setting, String> flags = Map.of(Setting.INTERVAL, "2s");
        EffectiveConfig all = EffectiveConfig.of(flags, environment, file);
        assertThat(text(all, Setting.INTERVAL)).isEqualTo("2s");
        assertThat(all.origin(Setting.INTERVAL)).isEqualTo("--interval");
        EffectiveConfig noFlag = EffectiveConfig.of(Map.of(), environment, file);
        assertThat(text(noFlag, Setting.INTERVAL)).isEqualTo("3s");
        assertThat(noFlag.origin(Setting.INTERVAL)).isEqualTo("CEAIT_INTERVAL");
        EffectiveConfig fileAlone = EffectiveConfig.of(Map.of(), Map.of(), file);
        assertThat(text(fileAlone, Setting.INTERVAL)).isEqualTo("4s");
        assertThat(fileAlone.origin(Setting.INTERVAL)).contains("agent.yaml").endsWith(": interval");
        assertThat(fileAlone.isStated(Setting.INTERVAL)).isTrue();
        EffectiveConfig none = EffectiveConfig.of(Map.of(), Map.of(), Optional.empty());
        assertThat(text(none, Setting.INTERVAL)).isEqualTo("1s");
        assertThat(none.isStated(Setting.INTERVAL)).isFalse();
        assertThat(none.all()).contains(new SettingValue("interval", "1s", "default"));
        assertThat(text(none, Setting.PUE)).isEqualTo("(none)");
    }

    @Test
    void aBlankVariableStatesNothing() {
        EffectiveConfig config = EffectiveConfig.of(Map.of(), Map.of("CEAIT_INTERVAL", " "), Optional.empty());
        assertThat(text(config, Setting.INTERVAL)).isEqualTo("1s");
    }

    @Test
    void anUnknownKeyInAFileNamesTheNearest() throws IOException {
        Optional<Path> file = file("pue: 1.2\nintervall: 1s\n");
        assertThatThrownBy(() -> EffectiveConfig.of(Map.of(), Map.of(), file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("intervall")
                .hasMessageContaining("did you mean interval?");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> EffectiveConfig.of(Map.of(), Map.of(), Optional.of(dir.resolve("none.yaml"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void anUnfitValueNamesWhereItComesFrom() throws IOException {
        EffectiveConfig config = EffectiveConfig.of(
                Map.of(Setting.NO_LISTEN, "perhaps"), Map.of("CEAIT_PUE", "much"), file("attribution: activ\n"));
        assertThatThrownBy(() -> config.isOn(Setting.NO_LISTEN))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--no-listen: ");
        assertThatThrownBy(() -> config.find(Setting.PUE, Double::valueOf))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("CEAIT_PUE: ");
        assertThatThrownBy(() -> config.oneOf(Setting.ATTRIBUTION, Policy.class, Policy::label))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("agent.yaml")
                .hasMessageContaining("occupancy, active, machine");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingHasOneNameInThreeForms(Setting setting) {
        assertThat(Setting.byKey(setting.key())).contains(setting);
        assertThat(setting.flag()).isEqualTo("--" + setting.key());
        assertThat(setting.environmentVariable()).matches("CEAIT_[A-Z_]+");
        assertThat(setting.description()).endsWith(".");
        EffectiveConfig config =
                EffectiveConfig.of(Map.of(), Map.of(setting.environmentVariable(), "value"), Optional.empty());
        assertThat(text(config, setting)).isEqualTo("value");
    }

    @Test
    void pathsHaveAnUnderscoreInTheEnvironment() {
        assertThat(Setting.PATH_SYSFS.environmentVariable()).isEqualTo("CEAIT_PATH_SYSFS");
        assertThat(Setting.RUN_ID.environmentVariable()).isEqualTo("CEAIT_RUN_ID");
    }

    /** A node states a zone, and who knows better states an intensity. */
    @Test
    void ofWhatExcludesEachOtherTheHigherRankHolds() throws IOException {
        EffectiveConfig config = EffectiveConfig.of(
                Map.of(Setting.INTENSITY, "0.5", Setting.LISTEN, "127.0.0.1:0", Setting.INTENSITY_SERIES, "s.csv"),
                Map.of("CEAIT_NO_LISTEN", "true", "CEAIT_INTENSITY_LIVE", "gb"),
                file("zone: FR\nintensity-live-url: https://proxy\n"));
        assertThat(text(config, Setting.INTENSITY)).isEqualTo("0.5");
        assertThat(config.isStated(Setting.ZONE)).isFalse();
        assertThat(config.isOn(Setting.NO_LISTEN)).isFalse();
        assertThat(text(config, Setting.LISTEN)).isEqualTo("127.0.0.1:0");
        assertThat(text(config, Setting.INTENSITY_SERIES)).isEqualTo("s.csv");
        assertThat(config.isStated(Setting.INTENSITY_LIVE)).isFalse();
        assertThat(config.isStated(Setting.INTENSITY_LIVE_URL)).isFalse();
        assertThat(config.all())
                .extracting(SettingValue::key)
                .doesNotContain("zone", "intensity-live", "intensity-live-url")
                .contains("intensity", "no-listen");
    }

    @Test
    void aVariableThatSaysNoIsNoOtherWay() throws IOException {
        EffectiveConfig config =
                EffectiveConfig.of(Map.of(), Map.of("CEAIT_NO_LISTEN", "false"), file("listen: 127.0.0.1:0\n"));
        assertThat(text(config, Setting.LISTEN)).isEqualTo("127.0.0.1:0");
        assertThat(config.isOn(Setting.NO_LISTEN)).isFalse();
    }

    /** Two of one rank are a mistake that whoever reads them names. */
    @Test
    void ofOneRankBothStand() {
        EffectiveConfig config =
                EffectiveConfig.of(Map.of(Setting.INTENSITY, "0.5", Setting.ZONE, "FR"), Map.of(), Optional.empty());
        assertThat(config.isStated(Setting.INTENSITY)).isTrue();
        assertThat(config.isStated(Setting.ZONE)).isTrue();
    }

    @Test
    void theSourceOfAnotherPueIsNotThisOnes() throws IOException {
        Optional<Path> file = file("pue: 1.4\npue-source: a meter\n");
        assertThat(text(EffectiveConfig.of(Map.of(), Map.of(), file), Setting.PUE_SOURCE))
                .isEqualTo("a meter");
        EffectiveConfig flag = EffectiveConfig.of(Map.of(Setting.PUE, "1.2"), Map.of(), file);
        assertThat(text(flag, Setting.PUE_SOURCE)).isEqualTo("(none)");
    }

    @Test
    void aKeyOfSeveralLevelsNamesTheOneThatIsMeant() throws IOException {
        Optional<Path> file = file("path:\n  sysfs: /x\n");
        assertThatThrownBy(() -> EffectiveConfig.of(Map.of(), Map.of(), file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown key path; did you mean path.procfs, path.sysfs or path.cgroupfs?");
    }
}
