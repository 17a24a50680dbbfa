package io.ceait.cli;

import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.run.Resumption;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunIdentity;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run is recorded: a directory of its own, or that of a run whose agent was killed and that this one goes on with.
 */
record RunPlace(RunDirectory directory, Optional<Resumption> resumption) {

    /**
     * Makes the directory, or finds it.
     *
     * @param startsJob whether the job is to be started; what a killed agent had started is gone from us
     * @throws InputException if the name is taken
     * @throws OutputException if no directory can be made
     */
    static RunPlace choose(MeteringSettings settings, RunIdentity identity, boolean startsJob) {
        Path path = settings.out().resolve(identity.runId());
        if (identity.shared() || settings.runId().isEmpty() || startsJob || !Files.exists(path)) {
            return new RunPlace(create(settings, identity), Optional.empty());
        }
        Resumption resumption = Resumption.open(path);
        return new RunPlace(resumption.directory(), Optional.of(resumption));
    }

    private static RunDirectory create(MeteringSettings settings, RunIdentity identity) {
        for (int attempt = 0; ; attempt++) {
            String name = identity.directoryName(attempt)
                    .orElseThrow(() -> new InputException(settings.out().resolve(identity.runId())
                            + " exists already: choose another --run-id or --out"));
            try {
                RunDirectory directory = RunDirectory.create(settings.out(), name);
                if (attempt > 0) {
                    log().warn(
                                    "{} exists already, of another agent of the same job or of an earlier start: this one's is {}",
                                    identity.runId(),
                                    name);
                }
                return directory;
            } catch (FileAlreadyExistsException e) {
                // The next name, if there is one.
                continue;
            } catch (IOException e) {
                throw new OutputException(settings.config().origin(Setting.OUT)
                        + ": no run directory can be made below " + settings.out() + ": " + TextFiles.reason(e));
            }
        }
    }

    Path path() {
        return directory.path();
    }

    /** Leaves it as it was found, for a run that could not begin. */
    void giveUp() {
        directory.discard();
        resumption.ifPresent(Resumption::close);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(RunPlace.class);
    }
}
