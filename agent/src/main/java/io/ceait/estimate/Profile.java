package io.ceait.estimate;

/**
 * What a method says of itself.
 *
 * @param key in outputs
 * @param source where it was published
 * @param formula with the units of its inputs
 * @param validity what it counts and where it does not hold
 */
public record Profile(String key, String source, String formula, String validity) {}
