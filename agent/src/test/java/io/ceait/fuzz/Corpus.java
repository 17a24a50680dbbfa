package io.ceait.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The inputs that are kept: good ones to begin with, and each one that has broken something. */
final class Corpus {

    private static final Path ROOT = root();

    private Corpus() {}

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Corpus.class.getResource("/fuzz"), "src/test/resources/fuzz")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> directories() {
        return list(ROOT).map(path -> String.valueOf(path.getFileName())).toList();
    }

    static List<Path> of(FuzzTarget target) {
        return list(ROOT.resolve(target.folder())).toList();
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
