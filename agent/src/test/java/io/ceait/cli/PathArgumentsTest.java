package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A path that the JVM's locale has no characters for is wrong input and no failure of ours. */
class PathArgumentsTest {

    private static final String UNNAMEABLE = "/tmp/gr\uD800e";

    @ParameterizedTest
    @ValueSource(strings = {"--machine --config", "doctor --config", "report", "recover", "evaluate", "estimate"})
    void asAnArgument(String before) {
        CommandLine line = Ceait.commandLine(true);
        String[] args = (before + " " + UNNAMEABLE).split(" ");
        Commands.Result result = Commands.run(line, args);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("names no file", "LC_ALL=C.UTF-8");
    }

    @Test
    void asAVariable() {
        CommandLine line = Ceait.commandLine(false);
        CommandLine.ParseResult parsed = line.parseArgs("--machine");
        Assertions.assertThatThrownBy(() -> SettingOptions.resolve(parsed, Map.of("CEAIT_CONFIG", UNNAMEABLE)))
                .hasMessageStartingWith("CEAIT_CONFIG: '/tmp/gr");
    }
}
