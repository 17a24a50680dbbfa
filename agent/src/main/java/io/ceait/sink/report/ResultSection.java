package io.ceait.sink.report;

import io.ceait.assessment.Term;
import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.MarketBased;
import io.ceait.run.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The result by device and over time, and under each reading of the word occupancy. */
final class ResultSection {

    private ResultSection() {}

    static void write(Page page) {
        page.subheading(Words.ENERGY_BY_DEVICE);
        EnergyBars.write(page);
        page.subheading(Words.CUMULATIVE);
        TimelineCharts.writeEmissions(page);
        page.subheading(Words.INTENSITY_OVER_TIME);
        TimelineCharts.writeIntensity(page);
        page.subheading(Words.ATTRIBUTION);
        attribution(page);
        page.assessment().market().ifPresent(market -> market(page, market));
    }

    /** Beside the result and never in its place. */
    private static void market(Page page, MarketBased market) {
        page.subheading(Words.MARKET);
        page.table()
                .number(
                        Words.MARKET_FACILITY,
                        Words.MARKET_COVERED,
                        Words.MARKET_REST,
                        Words.MARKET_EMISSIONS,
                        Words.MARKET_OFFSETS)
                .text(Words.MARKET_PROOF)
                .row(
                        Figures.kilowattHours(market.facility()),
                        Figures.kilowattHours(market.covered()),
                        market.intensity()
                                + (market.isRestSubstituted()
                                        ? " (" + page.say(Term.of(Quality.SUBSTITUTED)) + ")"
                                        : ""),
                        Figures.kilograms(market.emissions()),
                        Figures.kilograms(market.instruments().offsets()),
                        market.instruments().source())
                .write();
        page.note(Words.MARKET_NOTE);
        if (market.isRestSubstituted()) {
            page.note(Words.MARKET_REST_SUBSTITUTED);
        }
    }

    private static void attribution(Page page) {
        Snapshot snapshot = page.assessment().snapshot();
        Policy headline = snapshot.run().headline();
        List<DeviceType> types = Arrays.stream(DeviceType.values())
                .filter(type -> snapshot.books().devices().stream()
                        .anyMatch(d -> d.device().type() == type))
                .toList();
        Table table = page.table().text(Words.POLICY, Words.ANSWERS);
        types.forEach(type -> table.number(type.name()));
        table.number(Words.JOB_ENERGY);
        for (Policy policy : Policy.values()) {
            List<String> cells = new ArrayList<>();
            cells.add(policy == headline ? page.say(Words.THE_RESULT, Term.of(policy)) : page.say(Term.of(policy)));
            cells.add(page.say(ScopeSection.answers(policy)));
            types.forEach(type -> cells.add(Figures.kilowattHours(snapshot.jobEnergy(type, policy))));
            cells.add(Figures.kilowattHours(snapshot.jobEnergy(policy)));
            String[] row = cells.toArray(new String[0]);
            if (policy == headline) {
                table.total(row);
            } else {
                table.row(row);
            }
        }
        table.write();
        page.paragraph(
                Words.NOT_ATTRIBUTED,
                Term.of(headline),
                Figures.kilowattHours(page.assessment().unattributed()),
                Figures.kilowattHours(snapshot.jobEnergy(Policy.MACHINE)));
    }
}
