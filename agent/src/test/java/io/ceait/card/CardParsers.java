package io.ceait.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;

/** Fuzz harnesses of this package. */
public final class CardParsers {

    private CardParsers() {}

    public static void card(byte[] input) {
        ModelCard card = ModelCardFile.read(Inputs.file(input));
        FunctionalUnit unit = card.functionalUnit();
        assertThat(unit.count(card)).isPresent();
        assertThat(unit.count(card).getAsDouble()).isPositive().isFinite();
    }
}
