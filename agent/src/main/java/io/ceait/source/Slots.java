package io.ceait.source;

/** The part of the readings that one source fills; it counts its channels from 0. */
public final class Slots {

    private final Readings readings;
    private final int firstChannel;
    private final int firstUse;

    Slots(Readings readings, int firstChannel, int firstUse) {
        this.readings = readings;
        this.firstChannel = firstChannel;
        this.firstUse = firstUse;
    }

    /** An energy counter's value. */
    public void counter(int channel, long microjoules) {
        readings.counter(firstChannel + channel, microjoules);
    }

    public void unavailable(int channel, Unavailable why) {
        readings.unavailable(firstChannel + channel, why);
    }

    /** Use of a device; see {@link Readings#use}. */
    public void use(int channel, UseMeans means, long jobMicroseconds, long busyMicroseconds, long heldMicroseconds) {
        readings.use(firstUse + channel, means, jobMicroseconds, busyMicroseconds, heldMicroseconds);
    }
}
