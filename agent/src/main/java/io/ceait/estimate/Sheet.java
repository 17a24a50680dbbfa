package io.ceait.estimate;

import io.ceait.emission.Uncertainty;
import io.ceait.estimate.Outcome.Estimate;
import io.ceait.estimate.Outcome.Input;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The working sheet of one method and one training: collects its inputs and their spreads, and makes the result. */
final class Sheet {

    private final Profile method;
    private final Training training;
    private final List<Input> inputs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Spread spread = Spread.NONE;

    Sheet(Profile method, Training training) {
        this.method = method;
        this.training = training;
    }

    /** Takes a factor of the result. */
    <Q> Q factor(String name, Figure<Q> figure) {
        return factor(name, figure, String.valueOf(figure.value()));
    }

    <Q> Q factor(String name, Figure<Q> figure, String text) {
        spread = spread.and(figure.spread());
        return input(name, figure.value(), text, figure.origin());
    }

    Duration deviceTime(Figure<Duration> time) {
        return factor("device time", time, Times.text(time.value()));
    }

    /** Takes an input that adds no spread of its own. */
    <Q> Q input(String name, Q value, String text, String origin) {
        inputs.add(new Input(name, text, origin));
        return value;
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** @param computing energy of the computers, before PUE */
    Estimate result(Energy computing, boolean pueIncluded, Figure<Duration> time) {
        Uncertainty uncertainty = Uncertainty.bundled();
        Spread ofIntensity = Spread.of(
                uncertainty.ofIntensity(training.factors().intensity()).value());
        Energy energy = computing;
        Spread ofEnergy = spread;
        if (pueIncluded) {
            energy = training.factors().pue().of(computing);
            ofEnergy = spread.and(
                    Spread.of(uncertainty.ofPue(training.factors().pueSource()).value()));
            inputs.add(new Input(
                    "PUE",
                    training.factors().pue().toString(),
                    training.factors().pueSource().source()));
        }
        inputs.add(new Input(
                "carbon intensity",
                training.factors().intensity().intensity().toString(),
                training.factors().intensity().source()));
        Mass gross = training.factors().intensity().intensity().of(energy);
        Energy counted = energy;
        Spread ofMass = ofEnergy.and(ofIntensity);
        Optional<Range<Mass>> net = training.netIntensity().map(intensity -> ofMass.around(intensity.of(counted)));
        return new Estimate(
                method,
                ofEnergy.around(energy),
                pueIncluded,
                ofMass.around(gross),
                net,
                time.spread().around(time.value()),
                List.copyOf(inputs),
                List.copyOf(notes));
    }
}
