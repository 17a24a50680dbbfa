package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {

    private static Invocation of(String line) {
        return Invocation.of(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pid 42",
                "--pid=42 --quiet",
                "--cgroup /job",
                "--machine --duration 1s",
                "--no-listen --pid 42",
                "--interval 1s --quiet --run-id=x --machine",
                "--run-id run --pid 42",
                "--config agent.yaml --cgroup=/job"
            })
    void aTargetIsAttachedToWhereverItIsNamed(String line) {
        assertThat(of(line)).isEqualTo(new Invocation(true, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run -- sleep 3",
                "run sleep 3",
                "run -- sh -c x -h",
                "run -- python3 train.py --help",
                "run --interval 1s -- sh --help",
                "run --interval 1s sh --help",
                "run --quiet sh -h",
                "run --quiet --out=x sh --pid 5 -h",
                "run --pid 3 -- x"
            })
    void wordsOfTheCommandSayNothing(String line) {
        assertThat(of(line)).isEqualTo(new Invocation(false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "--pid 42 --help",
                "--quiet -h --machine",
                "run --help",
                "run --interval 1s -h -- sleep 3",
                "run --quiet --help sleep",
                "doctor --json",
                "report --pue 1.2 --machine",
                "help run",
                "--version",
                "--interval 1s",
                "--run-id --pid"
            })
    void whatDoesNotMeterNeedsEveryCommand(String line) {
        assertThat(of(line).meters()).isFalse();
    }

    @Test
    void nothingIsAskedForByNothing() {
        assertThat(Invocation.of().meters()).isFalse();
    }
}
