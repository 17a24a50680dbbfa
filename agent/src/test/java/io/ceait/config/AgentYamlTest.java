package io.ceait.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.RunDescription.SettingValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/agent.yaml} shows every key with its default. */
class AgentYamlTest {

    private static final Path FILE = Path.of("..", "config", "agent.yaml");
    private static final Pattern KEY = Pattern.compile("(?m)^#(?=[a-z.-]+:)");

    @TempDir
    private Path temporary;

    private static String text() throws IOException {
        return Files.readString(FILE);
    }

    private static List<SettingValue> effective(Path file) {
        return EffectiveConfig.of(Map.of(), Map.of(), Optional.of(file)).all();
    }

    @Test
    void everyKeyIsThereOnceAndNoOther() throws IOException {
        List<String> keys = Pattern.compile("(?m)^#([a-z.-]+):")
                .matcher(text())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(Setting.keys());
    }

    @Test
    void asItIsItChangesNothing() {
        assertThat(effective(FILE)).allMatch(value -> value.origin().equals("default"));
    }

    @Test
    void uncommentedItStatesTheDefaults() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("agent.yaml"), KEY.matcher(text()).replaceAll(""));
        List<SettingValue> stated = effective(file);
        assertThat(stated).allMatch(value -> value.origin().startsWith(file.toString()));
        assertThat(stated)
                .hasSameSizeAs(effective(FILE))
                .allSatisfy(value -> assertThat(value.value())
                        .isEqualTo(Setting.byKey(value.key()).orElseThrow().defaultText()));
    }
}
