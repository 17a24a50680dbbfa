package io.ceait.fuzz;

/**
 * Hands bytes to one parser and holds it to its promises: it returns for what is read or is said to be absent, throws the
 * refusal that the parser documents, and fails with an assertion where a law does not hold. Anything else that it throws is
 * a finding.
 */
@FunctionalInterface
public interface Harness {

    void accept(byte[] input) throws Exception;
}
