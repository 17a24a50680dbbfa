package io.ceait.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The binding's numbers against the table of facts that the simulator is compiled from. */
class NvmlAbiTest {

    private static final Path TABLE =
            Path.of("").toAbsolutePath().resolveSibling("native").resolve("src/main/abi/nvml-abi.csv");

    private static final Map<String, Long> FACTS = facts();

    private static Map<String, Long> facts() {
        Map<String, Long> facts = new HashMap<>();
        try (var lines = Files.lines(TABLE)) {
            lines.filter(line -> !line.startsWith("#") && !line.startsWith("kind,"))
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> {
                        switch (cells[0]) {
                            case "struct" -> facts.put(cells[1], Long.decode(cells[4]));
                            case "field" -> facts.put(cells[1] + "." + plain(cells[2]), Long.decode(cells[3]));
                            default -> facts.put(cells[1], Long.decode(cells[3]));
                        }
                    });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return facts;
    }

    /** {@code USED_GPU_MEMORY} and {@code usedGpuMemory} are one. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    static Class<?>[] layouts() {
        return NvmlLayout.class.getDeclaredClasses();
    }

    private static long value(Field field) throws IllegalAccessException {
        return ((Number) field.get(null)).longValue();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aStructureHasTheSizeAndTheOffsetsOfTheTable(Class<?> layout) throws ReflectiveOperationException {
        String name = (String) layout.getField("C_NAME").get(null);
        for (Field field : layout.getFields()) {
            if (field.getType() == int.class) {
                String key = field.getName().equals("SIZE") ? name : name + "." + plain(field.getName());
                assertThat(FACTS).as(key).containsEntry(key, value(field));
            }
        }
    }

    @Test
    void constantsAreThoseOfTheTable() throws IllegalAccessException {
        for (Field field : NvmlConstants.class.getFields()) {
            assertThat(FACTS).containsEntry(field.getName(), value(field));
        }
    }

    @Test
    void returnCodesAreThoseOfTheTable() throws IllegalAccessException {
        for (Field field : NvmlReturn.class.getFields()) {
            String name = (field.getName().equals("SUCCESS") ? "NVML_" : "NVML_ERROR_") + field.getName();
            assertThat(FACTS).containsEntry(name, value(field));
        }
    }

    @Test
    void aVersionWordHoldsTheSizeOfItsStructure() {
        assertThat(NvmlConstants.nvmlProcessesUtilizationInfo_v1 & 0xFFFF)
                .isEqualTo(NvmlLayout.ProcessesUtilisationInfo.SIZE);
        assertThat(NvmlConstants.nvmlProcessDetailList_v1 & 0xFFFF).isEqualTo(NvmlLayout.ProcessDetailList.SIZE);
    }
}
