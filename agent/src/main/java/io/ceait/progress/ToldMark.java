package io.ceait.progress;

/**
 * A mark and when it was told.
 *
 * @param nanos on the monotonic clock
 * @param ignoredLines how many lines before it said nothing that can be understood
 */
public record ToldMark(Mark mark, long nanos, long ignoredLines) {}
