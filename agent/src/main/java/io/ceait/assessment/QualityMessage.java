package io.ceait.assessment;

import io.ceait.text.Message;

/** Sentences about what stands behind the figures; they begin with the device or sensor that they are about. */
enum QualityMessage implements Message {
    NO_READING,
    WENT_ROUND,
    KNOWN_IN_PART,
    ESTIMATED,
    ESTIMATED_IN_PART,
    BOTH,
    SENSORS_DIFFER,
    IMPLAUSIBLE,
    OCCUPANCY_BY,
    UNMETERED,
    SENSOR,
    SENSOR_WITH_REMEDY,
    GAPS,
    ASLEEP,
    CLOCK_SET,
    RESUMED,
    JOURNAL_LACKS,
    METERED_TWICE,
    METERED_IN_PARTS,
    CARD_ABSENT,
    CARD_LACKS,
    /** A sentence that another room recorded in English. */
    RECORDED;

    @Override
    public String key() {
        return Message.key("quality", this);
    }
}
