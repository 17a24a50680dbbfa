package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.device.Quality;
import io.ceait.emission.Formulas;
import io.ceait.emission.OnlineItem;
import io.ceait.energy.DeviceBooks;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.List;
import java.util.Locale;

/** The parameters of clause 5.3 and the standard's tables of devices and services, with what stands behind them. */
final class DataSection {

    /** Below this a deviation is one of roundings. */
    private static final double SMALLEST_DEVIATION = 1e-5;

    private DataSection() {}

    static void write(Page page) {
        parameters(page);
        tableA1(page);
        tableA2(page, page.assessment().snapshot().run().declarations().online());
        devices(page);
        page.subheading(Words.POWER_OVER_TIME);
        PowerChart.writeAll(page);
    }

    private static void parameters(Page page) {
        page.subheading(Words.PARAMETERS);
        ModelCard card = page.assessment().snapshot().run().card();
        Table table = page.table().text(Words.ITEM, Words.VALUE);
        for (CardField field : CardField.values()) {
            if (card.text(field).isPresent()) {
                table.row(page.say(field), card.text(field).get());
            } else if (field.isRequired()) {
                table.lacking(page.say(field), page.say(Words.NOT_STATED_53));
            }
        }
        card.hyperparameters().forEach(table::row);
        table.write();
    }

    private static void tableA1(Page page) {
        Assessment assessment = page.assessment();
        page.subheading(Words.TABLE_A1);
        Table table = page.table()
                .text(Words.DEVICE_TYPE, Words.QUALITY)
                .number(Words.NUMBER_N, Words.MEAN_POWER_W, Words.TIME_T, Words.OCCUPANCY_P, Words.ENERGY_NPWT);
        Table plain = page.table()
                .text(Words.DEVICE_TYPE)
                .number(Words.PLAIN_OCCUPANCY, Words.PRODUCT_OF_MEANS, Words.DIFFERENCE);
        for (TableA1Row row : assessment.tableA1()) {
            String type = row.type().label().toUpperCase(Locale.ROOT);
            table.rated(
                    type,
                    quality(assessment, row),
                    String.valueOf(row.n()),
                    Figures.known(row.meanPower(), Power::toString),
                    Figures.duration(row.time()),
                    Figures.known(row.occupancy(), Ratio::toString),
                    Figures.kilowattHours(row.energy()));
            plain.row(
                    type,
                    Figures.known(row.plainOccupancy(), Ratio::toString),
                    Figures.known(row.productOfMeans(), Figures::kilowattHours),
                    Figures.known(row.deviationOfMeans(), deviation -> signed(page, deviation)));
        }
        table.total(page.say(Words.SUM), "", "", "", "", "", Figures.kilowattHours(assessment.energy()));
        table.write();
        page.note(Words.TABLE_A1_NOTE);
        page.subheading(Words.PLAIN);
        plain.write();
        page.note(Words.PLAIN_NOTE);
    }

    private static Quality quality(Assessment assessment, TableA1Row row) {
        return assessment.snapshot().books().devices().stream()
                .filter(d -> d.device().type() == row.type())
                .map(DeviceBooks::quality)
                .reduce(Quality.MEASURED, Quality::worse);
    }

    private static String signed(Page page, double deviation) {
        if (Math.abs(deviation) < SMALLEST_DEVIATION) {
            return page.say(Words.LESS_THAN, Figures.percent(SMALLEST_DEVIATION));
        }
        return (deviation > 0 ? "+" : "−") + Figures.percent(Math.abs(deviation));
    }

    private static void tableA2(Page page, List<OnlineItem> online) {
        page.subheading(Words.TABLE_A2);
        if (online.isEmpty()) {
            page.paragraph(Words.TABLE_A2_NONE);
            return;
        }
        Table table = page.table()
                .text(Words.PROVIDER)
                .number(Words.SERVICE_POWER, Words.SERVICE_TIME, Words.SERVICE_SHARE, Words.ENERGY_WTR);
        for (OnlineItem item : online) {
            table.row(
                    item.provider(),
                    item.power().toString(),
                    Figures.duration(item.time()),
                    item.share().toString(),
                    Figures.kilowattHours(Formulas.online(item)));
        }
        table.total(
                page.say(Words.SUM),
                "",
                "",
                "",
                Figures.kilowattHours(page.assessment().online()));
        table.write();
    }

    private static void devices(Page page) {
        Assessment assessment = page.assessment();
        page.subheading(Words.DEVICES);
        Table table = page.table()
                .text(Words.DEVICE, Words.QUALITY, Words.MODEL, Words.SOURCE, Words.SHARE_BY)
                .number(Words.MEAN_POWER, Words.TIME_KNOWN, Words.DEVICE_ENERGY, Words.UNCERTAINTY, Words.JOB_ENERGY);
        for (DeviceBooks device : assessment.snapshot().books().devices()) {
            table.rated(
                    device.device().id(),
                    device.quality(),
                    page.say(device.device().model()),
                    String.join(" + ", device.energyBySource().keySet()),
                    assessment.occupancySource(device),
                    Figures.known(device.meanPower(), Power::toString),
                    Figures.duration(device.time()),
                    Figures.kilowattHours(device.energy()),
                    "± " + Figures.percent(assessment.uncertaintyOf(device.device())),
                    Figures.kilowattHours(
                            device.jobEnergy(assessment.snapshot().run().headline())));
        }
        table.write();
    }
}
