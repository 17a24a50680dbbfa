package io.ceait.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Fuzz harnesses of this package. */
public final class ConfigParsers {

    private ConfigParsers() {}

    /** Each value knows its line. */
    public static void file(byte[] input) {
        Path file = Inputs.file(input);
        EffectiveConfig config = EffectiveConfig.of(Map.of(), Map.of(), Optional.of(file));
        config.all()
                .forEach(value -> assertThat(value.origin())
                        .satisfiesAnyOf(
                                origin -> assertThat(origin).isEqualTo("default"),
                                origin -> assertThat(origin)
                                        .matches(java.util.regex.Pattern.quote(file.toString()) + ":\\d+")));
    }

    /** The port of an address; a name would be looked up. */
    public static void port(byte[] input) {
        Refusals.illegalArgumentOr(() -> assertThat(
                        HostPort.parse("127.0.0.1:" + Inputs.text(input).replace(":", ""))
                                .getPort())
                .isBetween(0, 65535));
    }
}
