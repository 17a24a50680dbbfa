package io.ceait.assessment;

import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.Uncertainty;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What makes the emissions uncertain, part by part: {@code u² = u_E² + u_PUE² + u_IC²}, with the energy's taken apart into
 * its devices and services (T/CCF 0003-2024, A.5).
 *
 * @param contributions in the order of the outputs
 */
public record UncertaintyBudget(List<Contribution> contributions) {

    /** What a part is; its text takes the name of the device or service. */
    public enum Part implements Message {
        DEVICE,
        ONLINE,
        PUE,
        INTENSITY;

        @Override
        public String key() {
            return Message.key("part", this);
        }
    }

    /**
     * @param part what it is
     * @param name of the device with its source, or of the provider of a service; empty for the factors
     * @param own uncertainty of that part, relative to itself
     * @param ofResult what it makes of the result's, relative to the result
     * @param reason for {@code own}
     */
    public record Contribution(
            Part part, String name, RelativeUncertainty own, RelativeUncertainty ofResult, String reason) {

        /** A factor of the product, which counts in full. */
        static Contribution ofFactor(Part part, Uncertainty.Entry entry) {
            return new Contribution(part, "", entry.value(), entry.value(), entry.reason());
        }

        /** A term of a sum, which counts with its part of it. */
        static Contribution ofTerm(Part part, String name, RelativeUncertainty own, double share, String reason) {
            return new Contribution(part, name, own, new RelativeUncertainty(own.value() * share), reason);
        }

        /** {@code energy of cpu0 (rapl)}, {@code PUE}. */
        public Notice notice() {
            return name.isEmpty() ? Notice.of(part) : Notice.of(part, name);
        }

        /** In English, as files for machines have it. */
        public String of() {
            return notice().toString();
        }
    }

    public UncertaintyBudget {
        contributions = List.copyOf(contributions);
    }

    /** Of the result: the parts are independent. */
    public RelativeUncertainty total() {
        return RelativeUncertainty.ofProduct(
                contributions.stream().map(Contribution::ofResult).toArray(RelativeUncertainty[]::new));
    }

    /** The largest part, which to know better helps most; empty when nothing is uncertain. */
    public Optional<Contribution> dominant() {
        return contributions.stream()
                .filter(part -> part.ofResult().value() > 0)
                .max(Comparator.comparing(part -> part.ofResult().value()));
    }

    /** The part of the result's variance that a contribution makes, 0 to 1. */
    public double partOfVariance(Contribution contribution) {
        double total = total().value();
        double part = contribution.ofResult().value();
        return total > 0 ? part * part / (total * total) : 0;
    }
}
