package io.ceait.cli;

/** The version that the jar says it is. */
final class Version {

    private Version() {}

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
