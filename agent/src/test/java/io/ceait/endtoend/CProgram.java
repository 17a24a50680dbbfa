package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Programs of the tests that are written in C, below {@code src/test/resources/endtoend}. */
final class CProgram {

    private CProgram() {}

    /** Builds one in a folder, or skips the test, saying why, where there is no compiler. */
    static Path buildIn(Path folder, String name, String... flags) throws IOException, InterruptedException {
        Path source = Path.of("src/test/resources/endtoend/" + name + ".c").toAbsolutePath();
        Path program = folder.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("gcc", "-std=c11", "-O1", source.toString(), "-o", program.toString()));
        command.addAll(Arrays.asList(flags));
        Shell.Ended built;
        try {
            built = Shell.run(command.toArray(String[]::new));
        } catch (IOException e) {
            assumeThat(false).as("gcc, to build " + name).isTrue();
            throw e;
        }
        assertThat(built.code()).as(built.output()).isZero();
        return program;
    }
}
