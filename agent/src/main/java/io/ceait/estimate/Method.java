package io.ceait.estimate;

/** A way to estimate what a training costs. */
interface Method {

    Profile profile();

    /** Never fails: what cannot be said is {@link Outcome.NotApplicable}, with its reason. */
    Outcome apply(Training training);
}
