package io.ceait.cli;

import picocli.CommandLine.Option;

/** The same in every command that has flags of its own; mixed in. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean shown;
}
