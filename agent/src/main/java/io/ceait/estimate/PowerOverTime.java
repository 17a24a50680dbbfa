package io.ceait.estimate;

import io.ceait.units.Power;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The shape of most methods: power of a device, times the devices' time, times PUE or not. They differ in what they take
 * for power and for time.
 */
final class PowerOverTime implements Method {

    /**
     * One of the two factors.
     *
     * @param find empty where the description does not say enough
     * @param missing what it lacks then, the end of a sentence
     */
    record Part<Q>(String name, Function<Training, Optional<Figure<Q>>> find, Function<Training, String> missing) {}

    /** Adds the notes of a method about a training. */
    @FunctionalInterface
    interface Notes {
        void add(Training training, Sheet sheet);
    }

    private final Profile profile;
    private final Part<Duration> time;
    private final Part<Power> power;
    private final boolean pueIncluded;
    private final Notes notes;

    PowerOverTime(Profile profile, Part<Duration> time, Part<Power> power, boolean pueIncluded, Notes notes) {
        this.profile = profile;
        this.time = time;
        this.power = power;
        this.pueIncluded = pueIncluded;
        this.notes = notes;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public Outcome apply(Training training) {
        Optional<Figure<Duration>> foundTime = time.find.apply(training);
        if (foundTime.isEmpty()) {
            return new Outcome.NotApplicable(profile, "needs " + time.missing.apply(training));
        }
        Optional<Figure<Power>> foundPower = power.find.apply(training);
        if (foundPower.isEmpty()) {
            return new Outcome.NotApplicable(profile, "needs " + power.missing.apply(training));
        }
        Sheet sheet = new Sheet(profile, training);
        Duration deviceTime = sheet.factor(
                time.name, foundTime.get(), Times.text(foundTime.get().value()));
        Power perDevice = sheet.factor(power.name, foundPower.get());
        notes.add(training, sheet);
        return sheet.result(perDevice.during(deviceTime), pueIncluded, foundTime.get());
    }
}
