package io.ceait.estimate;

/**
 * A quantity that goes into an estimate.
 *
 * @param spread how far it may be off
 * @param origin where it is from, for people: a flag, a file and line, a table, a prior
 */
public record Figure<Q>(Q value, Spread spread, String origin) {}
