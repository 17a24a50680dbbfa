package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.device.Quality;
import io.ceait.prediction.Rule;
import io.ceait.progress.ProgressUnit;
import io.ceait.run.RunStatus;
import io.ceait.text.Message;

/** The words of the method, as every output for people says them. */
public enum Term implements Message {
    QUALITY_MEASURED,
    QUALITY_DERIVED,
    QUALITY_ESTIMATED,
    QUALITY_SUBSTITUTED,
    POLICY_OCCUPANCY,
    POLICY_ACTIVE,
    POLICY_MACHINE,
    STATUS_RUNNING,
    STATUS_COMPLETED,
    STATUS_INTERRUPTED,
    STATUS_RECOVERED,
    PROGRESS_EPOCH,
    PROGRESS_STEP,
    RULE_STABLE_WINDOW,
    RULE_CARBONTRACKER;

    public static Term of(Quality quality) {
        return valueOf("QUALITY_" + quality.name());
    }

    public static Term of(Policy policy) {
        return valueOf("POLICY_" + policy.name());
    }

    public static Term of(RunStatus status) {
        return valueOf("STATUS_" + status.name());
    }

    /** In what progress is counted, as a word for many. */
    public static Term of(ProgressUnit unit) {
        return valueOf("PROGRESS_" + unit.name());
    }

    public static Term of(Rule rule) {
        return valueOf("RULE_" + rule.name());
    }

    @Override
    public String key() {
        return Message.key("term", this);
    }
}
