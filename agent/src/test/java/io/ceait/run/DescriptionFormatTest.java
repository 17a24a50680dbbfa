package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.data.InputException;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Equipment;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.PueSource;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.SciStatement;
import io.ceait.emission.VaryingIntensity;
import io.ceait.machine.Topology;
import io.ceait.run.RunDescription.SettingValue;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.SensorTiming;
import io.ceait.source.Unavailable;
import io.ceait.source.UseChannel;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionFormatTest {

    /** Anything that a run may be described by, texts of every kind among it. */
    private static final class Anything {

        private static final String LETTERS = "az\"\\/\n\t\u0000\u007f\u0085\u2028é漢\ud83d\ude00 {}[],:";

        private final Random random;

        Anything(long seed) {
            random = new Random(seed);
        }

        private <T> T one(T[] of) {
            return of[random.nextInt(of.length)];
        }

        private <T> Optional<T> maybe(T value) {
            return random.nextBoolean() ? Optional.of(value) : Optional.empty();
        }

        private String text() {
            int[] letters = LETTERS.codePoints().toArray();
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(8); i > 0; i--) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            return text.toString();
        }

        private double positive() {
            return Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(7) - 3);
        }

        private Channel channel(int number, Device device, Channel.Role role) {
            SensorTiming timing = new SensorTiming(
                    Duration.ofNanos(1 + random.nextInt(1_000_000_000)),
                    Duration.ofNanos(random.nextInt(1_000_000_000)),
                    random.nextDouble());
            return new Channel(
                    "channel" + number,
                    device,
                    text(),
                    one(Quality.values()),
                    role,
                    random.nextBoolean() ? Channel.NEVER_WRAPS : 1 + random.nextLong(Long.MAX_VALUE - 1),
                    maybe(Power.ofWatts(positive())),
                    maybe(timing));
        }

        private EmissionFactors factors() {
            IntensityFactor intensity = new IntensityFactor(
                    random.nextBoolean() ? "" : text(),
                    text(),
                    CarbonIntensity.ofKilogramsPerKilowattHour(positive()),
                    text(),
                    one(IntensityFactor.Reach.values()),
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3000)),
                    text(),
                    random.nextBoolean() ? "" : text(),
                    one(Quality.values()),
                    maybe(Pue.of(1 + 999 * random.nextDouble())));
            VaryingIntensity varying = new VaryingIntensity(
                    text(),
                    text(),
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3000)),
                    one(IntensityOrigin.values()),
                    text(),
                    List.of(text(), text()));
            return new EmissionFactors(
                    Pue.of(1 + 999 * random.nextDouble()),
                    new PueSource(one(Quality.values()), text()),
                    intensity,
                    maybe(varying));
        }

        private Declarations declarations() {
            MarketInstruments market = new MarketInstruments(
                    Ratio.of(random.nextDouble()),
                    Energy.ofJoules(positive()),
                    Mass.ofKilograms(positive()),
                    maybe(CarbonIntensity.ofKilogramsPerKilowattHour(positive())),
                    text());
            OnlineItem item = new OnlineItem(
                    text(),
                    Power.ofWatts(positive()),
                    Duration.ofNanos(random.nextLong(Long.MAX_VALUE)),
                    Ratio.of(random.nextDouble()));
            return new Declarations(
                    random.nextBoolean() ? List.of() : List.of(item, item),
                    maybe(market),
                    maybe(new SciStatement(
                            text(),
                            1 + positive(),
                            List.of(new Equipment(
                                    text(),
                                    Mass.ofKilograms(positive()),
                                    Duration.ofNanos(1 + random.nextLong(1L << 60)),
                                    maybe(Duration.ofNanos(random.nextLong(1L << 60))),
                                    Ratio.of(random.nextDouble()))))),
                    random.nextBoolean() ? Map.of() : Map.of("rapl", new RelativeUncertainty(positive())));
        }

        private ModelCard card() {
            if (random.nextBoolean()) {
                return ModelCard.NONE;
            }
            Map<CardField, String> values = new HashMap<>();
            values.put(CardField.MODEL_NAME, text());
            values.put(CardField.TRAINING_EPOCHS, "3.5");
            return new ModelCard(values, Map.of(text(), text()), text());
        }

        RunDescription description() {
            List<Channel> channels = new ArrayList<>();
            List<UseChannel> uses = new ArrayList<>();
            Map<String, String> bases = new HashMap<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                Device device = new Device("device" + i, one(DeviceType.values()), text(), text());
                channels.add(channel(2 * i, device, Channel.Role.PRIMARY));
                if (random.nextBoolean()) {
                    channels.add(channel(2 * i + 1, device, one(Channel.Role.values())));
                    bases.put("channel" + (2 * i + 1), text());
                }
                if (random.nextBoolean()) {
                    uses.add(new UseChannel(device, text()));
                }
            }
            List<Finding> findings = new ArrayList<>();
            List<SettingValue> settings = new ArrayList<>();
            List<Topology.Package> packages = new ArrayList<>();
            List<Integer> pids = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                Unavailable status = new Unavailable(one(Unavailable.Reason.values()), text(), text());
                findings.add(new Finding(text(), text(), status, random.nextBoolean()));
                settings.add(new SettingValue(text(), text(), text()));
                packages.add(new Topology.Package(i, 1 + random.nextInt(200)));
                pids.add(random.nextInt(Integer.MAX_VALUE));
            }
            return new RunDescription(
                    text(),
                    new RunIdentity(text(), text()),
                    new TargetDescription(text(), pids, text(), text()),
                    Duration.ofNanos(2_000_000 + random.nextLong(3_600_000_000_000L)),
                    one(Policy.values()),
                    factors(),
                    declarations(),
                    text(),
                    new Topology(text(), random.nextBoolean(), packages),
                    channels,
                    uses,
                    bases,
                    findings,
                    settings,
                    card(),
                    maybe(text()));
        }
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBackUnchanged(@ForAll long seed) {
        RunDescription run = new Anything(seed).description();
        String header = DescriptionFormat.journalHeader(run);
        assertThat(header).doesNotContain("\n");
        assertThat(DescriptionFormat.ofJournalHeader("header", header))
                .isEqualTo(new DescriptionFormat.Header(run, true));
    }

    /** As version 0.1.0 wrote it, on a machine with a GPU. */
    private static final String VERSION_0_1_0 = "{\"schema\":\"ceait.journal/1\",\"run_id\":\"r\",\"node\":\"n\","
            + "\"agent_version\":\"0.1.0\",\"standard\":\"T/CCF 0003-2024\",\"target\":{\"kind\":\"pid\",\"pids\":[7],"
            + "\"cgroup\":\"\",\"cpu_source\":\"proc\"},\"interval_s\":0.1,\"attribution\":\"occupancy\",\"endpoint\":null,"
            + "\"processor\":{\"model\":\"m\",\"virtual_machine\":false,\"packages\":2,\"logical_cpus\":5},\"devices\":["
            + "{\"device\":\"gpu0\",\"device_type\":\"gpu\",\"model\":\"g\",\"uuid\":\"u\",\"source\":\"nvml-power\","
            + "\"quality\":\"measured\"}],\"channels\":[{\"id\":\"c\",\"device\":\"gpu0\",\"device_type\":\"gpu\","
            + "\"source\":\"nvml-power\",\"quality\":\"measured\",\"role\":\"primary\",\"range_uj\":null,\"limit_w\":400.0,"
            + "\"sensor_period_ms\":100,\"sensor_window_ms\":25,\"basis\":\"\"}],\"not_metered\":[{\"source\":\"rapl\","
            + "\"sensor\":\"s\",\"reason\":\"denied\",\"detail\":\"d\",\"remedy\":\"\"}],\"pue\":{\"value\":1.2,"
            + "\"quality\":\"derived\",\"source\":\"stated\"},\"intensity\":{\"mean_kg_per_kwh\":0.4,\"zone\":\"US-CAMX\","
            + "\"kind\":\"average\",\"quality\":\"derived\",\"source\":\"s\",\"vintage\":2023},\"configuration\":[]}";

    @Test
    void theJournalsOfVersion010AreRead() {
        DescriptionFormat.Header header = DescriptionFormat.ofJournalHeader("header", VERSION_0_1_0);
        assertThat(header.sealed()).isFalse();
        RunDescription run = header.description();
        assertThat(run.interval()).isEqualTo(Duration.ofMillis(100));
        assertThat(run.topology().packages())
                .extracting(Topology.Package::logicalCpus)
                .containsExactly(3, 2);
        assertThat(run.uses())
                .containsExactly(new UseChannel(run.channels().get(0).device(), "nvml-power"));
        assertThat(run.channels().get(0).timing().orElseThrow().isPartTime()).isTrue();
        assertThat(run.factors().intensity().reach()).isEqualTo(IntensityFactor.Reach.REGIONAL);
        assertThat(run.endpoint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "ceait.journal/1|ceait.journal/9|schema is ceait.journal/9",
                "\"node\":\"n\",||node is missing",
                "\"value\":1.2|\"value\":0.5|a PUE of 0.5 is impossible",
                "\"role\":\"primary\"|\"role\":\"both\"|role is nothing that this version knows: both",
                "\"pids\":[7]|\"pids\":[7.5]|pids is a whole number, not 7.5",
                "\"device\":\"gpu0\",\"device_type\":\"gpu\",\"source\"|\"device\":\"gpu1\",\"source\"|device is none of the devices",
                "\"interval_s\":0.1|\"interval_s\":1e999|interval_s is no number",
                "\"run_id\"|\"run_id\":1,\"run_id\"|the field run_id stands here for the second time",
                "\"configuration\"|\"model_card\":{\"values\":{\"model.size\":\"1\"},\"hyperparameters\":{},\"origin\":\"f\"},"
                        + "\"configuration\"|a model card has no field model.size",
                "\"role\":\"primary\"|\"role\":\"fallback\"|gpu0 has no channel that speaks for it",
                "\"packages\":2|\"packages\":99999999999|integer overflow",
                "\"packages\":2|\"packages\":99999999|packages is more than a machine has",
                "{\"schema\"|[{\"schema\"|a JSON object is expected",
                "\"configuration\":[]}|\"configuration\":|this is not JSON"
            })
    void whatIsNoHeaderOfOursIsRefusedWithItsPlace(String part, String instead, String sentence) {
        String header = VERSION_0_1_0.replace(part, instead == null ? "" : instead);
        assertThat(header).isNotEqualTo(VERSION_0_1_0);
        assertThatThrownBy(() -> DescriptionFormat.ofJournalHeader("journal:1", header))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("journal:1")
                .hasMessageContaining(sentence);
    }
}
