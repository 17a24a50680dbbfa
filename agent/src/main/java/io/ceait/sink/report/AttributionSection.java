package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.run.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The three readings of the word occupancy side by side. */
final class AttributionSection {

    private AttributionSection() {}

    static void write(Html html, Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        Policy headline = snapshot.run().headline();
        List<DeviceType> types = Arrays.stream(DeviceType.values())
                .filter(type -> snapshot.books().devices().stream()
                        .anyMatch(d -> d.device().type() == type))
                .toList();
        html.element("section", () -> {
            html.element("h2", "Attribution side by side");
            Table table = new Table(html).text("Policy").text("Answers");
            types.forEach(type -> table.number(type.name()));
            table.number("Job energy");
            for (Policy policy : Policy.values()) {
                String[] cells = cells(snapshot, policy, types, headline);
                if (policy == headline) {
                    table.total(cells);
                } else {
                    table.row(cells);
                }
            }
            table.write();
            html.element(
                    "p",
                    "Not attributed to the job by " + headline.label() + ": "
                            + Figures.kilowattHours(assessment.unattributed()) + " of "
                            + Figures.kilowattHours(snapshot.jobEnergy(Policy.MACHINE))
                            + " that the metered devices used.");
        });
    }

    private static String[] cells(Snapshot snapshot, Policy policy, List<DeviceType> types, Policy headline) {
        Stream<String> name = Stream.of(policy.label() + (policy == headline ? " (the result)" : ""), answers(policy));
        Stream<String> energies = types.stream().map(type -> Figures.kilowattHours(snapshot.jobEnergy(type, policy)));
        Stream<String> sum = Stream.of(Figures.kilowattHours(snapshot.jobEnergy(policy)));
        return Stream.of(name, energies, sum).flatMap(s -> s).toArray(String[]::new);
    }

    private static String answers(Policy policy) {
        return switch (policy) {
            case OCCUPANCY -> "the job's part of the capacity, as the standard reads it";
            case ACTIVE -> "the job's part of what was in use, idle power included";
            case MACHINE -> "the whole machine while the job ran";
        };
    }
}
