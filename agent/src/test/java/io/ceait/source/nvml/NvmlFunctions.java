package io.ceait.source.nvml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The numbers of the functions in the control file: their places in the table that the simulator is made from. */
final class NvmlFunctions {

    private static final List<String> NAMES = read();

    private NvmlFunctions() {}

    static int number(String name) {
        int number = NAMES.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException("the simulator has no " + name);
        }
        return number;
    }

    private static List<String> read() {
        Path table = NvmlSimulator.NATIVE.resolve("src/main/abi/nvml-functions.csv");
        try (var lines = Files.lines(table)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
