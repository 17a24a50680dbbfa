package io.ceait.fuzz;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Every parser on kept inputs that have gone wrong, and on bytes that never were anything. The seed is fixed, so that a
 * build fails for what was changed and for nothing else; {@code scripts/fuzz.sh} is what looks further.
 */
class MutationTest {

    private static final String SEED = "20261126";

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        return Combinators.combine(
                        Arbitraries.of(Mutation.Kind.class),
                        Arbitraries.doubles().between(0, true, 1, false).ofScale(4),
                        Arbitraries.integers().between(1, 100))
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 10_000, seed = SEED, generation = GenerationMode.RANDOMIZED)
    void inputsThatHaveGoneWrongAreReadOrRefused(
            @ForAll FuzzTarget target, @ForAll("mutations") List<Mutation> mutations, @ForAll byte which) {
        List<Path> kept = Corpus.of(target);
        byte[] input = Corpus.read(kept.get(Math.floorMod(which, kept.size())));
        for (Mutation mutation : mutations) {
            input = mutation.of(input);
        }
        Contained.run(target, Arrays.copyOf(input, Math.min(input.length, FuzzTarget.LONGEST_INPUT)));
    }

    @Property(tries = 2_000, seed = SEED, generation = GenerationMode.RANDOMIZED)
    void anyBytesAreReadOrRefused(@ForAll FuzzTarget target, @ForAll @Size(max = 400) byte[] bytes) {
        Contained.run(target, bytes);
    }
}
