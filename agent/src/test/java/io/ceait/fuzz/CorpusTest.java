package io.ceait.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that is kept, each a fixed test: what has once broken a parser breaks it no more. */
class CorpusTest {

    static Stream<Arguments> kept() {
        return Arrays.stream(FuzzTarget.values())
                .flatMap(target -> Corpus.of(target).stream()
                        .map(file -> Arguments.of(target, String.valueOf(file.getFileName()), file)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kept")
    void isReadOrRefusedAsDocumented(FuzzTarget target, String name, Path file) {
        Contained.run(target, Corpus.read(file));
    }

    @Test
    void everyTargetBeginsWithAGoodInput() {
        for (FuzzTarget target : FuzzTarget.values()) {
            assertThat(Corpus.of(target)).as(target.name()).isNotEmpty();
        }
        assertThat(Corpus.directories())
                .containsExactlyInAnyOrderElementsOf(List.of(FuzzTarget.values()).stream()
                        .map(FuzzTarget::folder)
                        .toList());
    }
}
