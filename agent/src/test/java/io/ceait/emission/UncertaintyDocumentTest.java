package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever states an uncertainty finds the names for it. */
class UncertaintyDocumentTest {

    @Test
    void theDocumentHasEveryKeyWithItsValue() throws IOException {
        String document = Files.readString(Path.of("../docs/method.md"));
        Uncertainty.bundled()
                .entries()
                .forEach((key, entry) -> assertThat(document)
                        .contains("| `" + key + "` | "
                                + Math.round(100 * entry.value().value()) + " % |"));
    }

    @Test
    void anUnknownKeyNamesThoseThatAreKnown() {
        assertThatThrownBy(() -> Uncertainty.bundled().with("foo", new RelativeUncertainty(0.1), ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"foo\"")
                .hasMessageContaining("rapl, rapl-dram")
                .hasMessageContaining("pue-stated");
    }
}
