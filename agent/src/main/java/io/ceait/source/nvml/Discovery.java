package io.ceait.source.nvml;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.nvml.NvmlReturn;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.SensorTiming;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseChannel;
import io.ceait.units.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Enumerates the GPUs of a driver and finds out what each can tell. On the driver's thread. */
final class Discovery {

    private static final int NO_BRANCH = 0;

    /** More than any machine has: a count beyond it is nonsense. */
    private static final int MOST_GPUS = 1024;

    private final Driver driver;
    private final NvmlOptions options;
    private final LongSupplier clock;
    private final Found found = new Found();
    private final MigCalls mig;
    private final ProcessCalls processCalls;

    Discovery(Driver driver, NvmlOptions options, LongSupplier clock) {
        this.driver = driver;
        this.options = options;
        this.clock = clock;
        this.mig = new MigCalls(driver);
        this.processCalls = new ProcessCalls(driver);
    }

    Found run() {
        String version = driver.version().orElse("");
        int code = driver.count();
        if (code != NvmlReturn.SUCCESS) {
            finding("GPUs", Reason.FAILED, Call.COUNT, code);
            return found;
        }
        int count = (int) Math.min(MOST_GPUS, driver.value());
        driver.log().gpus(count);
        for (int number = 0; number < count; number++) {
            code = driver.handle(number);
            if (code == NvmlReturn.SUCCESS) {
                add(number, driver.value(), version);
            } else {
                boolean denied = code == NvmlReturn.NO_PERMISSION;
                finding("gpu" + number, denied ? Reason.DENIED : Reason.FAILED, Call.HANDLE_BY_INDEX, code);
            }
        }
        if (count == 0) {
            found.findings()
                    .add(new Finding(
                            NvmlSource.NAME,
                            "GPUs",
                            new Unavailable(
                                    Reason.ABSENT,
                                    "the NVIDIA driver " + version + " sees no GPU",
                                    "see nvidia-smi -L and dmesg; in a container: NVIDIA_VISIBLE_DEVICES")));
        }
        return found;
    }

    private void add(int number, long handle, String version) {
        String id = "gpu" + number;
        Optional<String> uuid = driver.uuid(number, handle);
        if (uuid.isEmpty()) {
            finding(id, Reason.FAILED, Call.UUID, driver.log().lastCode());
            return;
        }
        String name = driver.name(number, handle).orElse("NVIDIA GPU");
        GpuIdentity identity = new GpuIdentity(
                id,
                number,
                uuid.get(),
                name,
                driver.pciBusId(number, handle).orElse(""),
                driver.architecture(number, handle),
                version,
                branch(version));
        MeterSelection meters = new MeterSelection(driver, options, clock, identity, handle).select();
        if (meters.chosen().isEmpty()) {
            finding(id + " (" + name + ")", meters.failureReason(), meters.failedCall(), meters.failedCode());
            found.reports().add(meters.report(processCalls));
            return;
        }
        Gpu gpu = new Gpu(
                number,
                identity.uuid(),
                handle,
                periodNanos(identity.architecture()),
                meters.chosen().stream().map(MeterSelection.Chosen::meter).toList());
        MigCalls.Division division = mig.divisionOf(number, handle);
        found.reports().add(meters.report(processCalls));
        meters.chosen().forEach(chosen -> chosen.meter().prepare());
        found.gpus().add(gpu);
        if (division.instances().isEmpty()) {
            Device device = new Device(id, DeviceType.GPU, name, identity.uuid());
            addChannels(device, meters, EnergySlot.Part.WHOLE, identity.text());
            found.polls().add(new UsePoll(gpu));
            found.uses().add(new UseChannel(device, NvmlSource.NAME));
            found.instances().add(false);
        } else {
            addInstances(gpu, identity, meters, division);
        }
    }

    private void addInstances(Gpu gpu, GpuIdentity identity, MeterSelection meters, MigCalls.Division division) {
        List<Long> taken = new ArrayList<>();
        for (MigCalls.Instance instance : division.instances()) {
            Device device =
                    new Device(identity.id() + "-mig" + taken.size(), DeviceType.GPU, instance.name(), instance.uuid());
            taken.add((long) instance.slices());
            addChannels(
                    device,
                    meters,
                    EnergySlot.Part.of(instance.slices(), division.slices()),
                    instance.uuid() + ", " + instance.slices() + " of " + division.slices() + " slices of "
                            + identity.id() + " (" + identity.text() + ")");
            found.polls().add(UsePoll.ofInstance(gpu, instance.uuid(), instance.handle()));
            found.uses().add(new UseChannel(device, NvmlSource.NAME));
            found.instances().add(true);
        }
        long given = taken.stream().mapToLong(Long::longValue).sum();
        if (given < division.slices()) {
            addChannels(
                    new Device(identity.id() + "-rest", DeviceType.GPU, identity.name(), identity.uuid()),
                    meters,
                    EnergySlot.Part.rest(division.slices(), taken),
                    division.slices() - given + " of " + division.slices() + " slices of " + identity.id() + " ("
                            + identity.text() + ") that no instance has");
        }
    }

    private void addChannels(Device device, MeterSelection meters, EnergySlot.Part part, String basis) {
        Role role = Role.PRIMARY;
        for (MeterSelection.Chosen chosen : meters.chosen()) {
            String id = chosen.source() + ":" + device.id();
            boolean whole = part.equals(EnergySlot.Part.WHOLE);
            Quality quality = whole ? chosen.quality() : chosen.quality().worse(Quality.DERIVED);
            Optional<Power> limit = meters.limit();
            found.channels()
                    .add(new Channel(
                            id, device, chosen.source(), quality, role, Channel.NEVER_WRAPS, limit, chosen.timing()));
            found.slots().add(new EnergySlot(chosen.meter(), part));
            found.bases()
                    .put(
                            id,
                            chosen.basis()
                                    + chosen.timing().map(Discovery::text).orElse("") + "; " + basis);
            role = Role.FALLBACK;
        }
    }

    private static String text(SensorTiming timing) {
        return ", updated every " + timing.period().toMillis() + " ms over a window of "
                + timing.window().toMillis() + " ms";
    }

    /** A tick may come a little early; a reading left out because of that would cost a whole period. */
    private static long periodNanos(Architecture architecture) {
        return architecture.period().toNanos() * 9 / 10;
    }

    static int branch(String version) {
        int end = 0;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == 0 || end > 6 ? NO_BRANCH : Integer.parseInt(version.substring(0, end));
    }

    private void finding(String sensor, Reason reason, Call call, int code) {
        String remedy = switch (reason) {
            case DENIED -> "let this user open the device, or run as root";
            case FAILED -> "see nvidia-smi -q and dmesg, and start the agent anew when the GPU answers";
            default -> "nothing: this GPU and its driver do not have it";
        };
        found.findings()
                .add(Finding.unmetered(
                        NvmlSource.NAME,
                        sensor,
                        new Unavailable(reason, call.symbol() + " answered " + ReturnCode.text(code), remedy)));
    }
}
