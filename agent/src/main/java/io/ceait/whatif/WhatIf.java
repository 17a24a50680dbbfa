package io.ceait.whatif;

import io.ceait.data.InputException;
import io.ceait.emission.IntensityFactor;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.Signal;
import io.ceait.recorded.RecordedSummary;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a finished run would have emitted at other times and places.
 *
 * @param run its totals
 * @param job its energy over time
 * @param start when it began, or is taken to have begun
 * @param asRun in the steps of the signal in which it ran
 * @param pausing what a pause was taken to cost
 * @param answers one for each slack that was asked for
 * @param places the run as it was assessed, then the others that were asked for
 * @param notes what a reader must know, each a sentence
 */
public record WhatIf(
        RecordedSummary run,
        RecordedJob job,
        Instant start,
        GridSignal signal,
        Schedule asRun,
        Pausing pausing,
        List<Answer> answers,
        List<Place> places,
        List<String> notes) {

    /**
     * The schedules for one slack.
     *
     * @param asked as the user wrote it
     * @param steps of the signal that it comes to
     * @param best empty where there are too many schedules to look at
     */
    public record Answer(
            String asked, int steps, Schedule flexibleStart, Schedule pauseAndResume, Optional<Schedule> best) {}

    /**
     * What is asked besides the run and the series.
     *
     * @param slack each as the user wrote it
     * @param start when the run is taken to have begun, for a series of another time; empty for when it did
     * @param overhead time of the job's mean power that one pause costs
     * @param idle power of the job's machine during a pause
     * @param zones to compare with, by their average; likewise {@code pues}
     */
    public record Question(
            List<String> slack,
            Optional<Instant> start,
            Duration overhead,
            Power idle,
            List<IntensityFactor> zones,
            List<Pue> pues) {}

    /**
     * @throws InputException if the series does not reach over the run
     */
    public static WhatIf of(RecordedSummary run, RecordedJob job, IntensitySeries series, Question question) {
        Instant start = question.start().orElse(job.start());
        List<String> notes = new ArrayList<>(series.notes());
        List<Integer> wanted = new ArrayList<>();
        for (String slack : question.slack()) {
            wanted.add(Slack.parse(slack).steps(job.steps().size(), series.step()));
        }
        int most = wanted.stream().mapToInt(Integer::intValue).max().orElse(0);
        GridSignal signal = GridSignal.of(series, start, job.steps().size() + most);
        int reach = signal.size() - job.steps().size();
        if (reach < 0) {
            throw new InputException(
                    "the run needs " + job.steps().size() + " steps of " + series.step() + " from " + start
                            + " on, and " + series.source() + " holds them without a hole until " + signal.end()
                            + " only; state another --start");
        }
        Pausing pausing = new Pausing(overhead(job, question.overhead()), question.idle());
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String asked = question.slack().get(i);
            int steps = Math.min(wanted.get(i), reach);
            if (steps < wanted.get(i)) {
                notes.add("the series reaches to " + signal.end() + " without a hole: of a slack of " + asked + " "
                        + steps + " steps of " + wanted.get(i) + " are looked at");
            } else if (steps == 0) {
                notes.add("a slack of " + asked + " is less than one step of the series (" + series.step()
                        + "): nothing can be shifted");
            }
            answers.add(answer(asked, new Shifting(job.steps(), signal, 0, steps, run.pue(), pausing)));
        }
        if (job.unknown() > 0) {
            notes.add("the energy of " + job.unknown() + " intervals of the run is not known, and counted as none");
        }
        Schedule asRun = new Shifting(job.steps(), signal, 0, 0, run.pue(), pausing).baseline();
        List<Place> places = Place.all(run, question.zones(), question.pues());
        if (run.online().joules() > 0) {
            notes.add("the cloud services of the run, " + run.online()
                    + " as stated, are left out: nothing tells when or where they would have run instead");
        }
        notes.add(ofSignal(signal.signal()));
        if (places.stream().map(Place::kind).distinct().count() > 1) {
            notes.add(
                    "the factors of the zones count different things (see their kind): direct and life-cycle emissions do"
                            + " not compare");
        }
        if (answers.stream().anyMatch(answer -> answer.best().isEmpty())) {
            notes.add("the best schedule is not looked for: job and slack have too many steps");
        }
        return new WhatIf(run, job, start, signal, asRun, pausing, List.copyOf(answers), places, List.copyOf(notes));
    }

    private static String ofSignal(Signal signal) {
        return switch (signal) {
            case MARGINAL -> "the series is marginal: its totals do not compare with the run's inventory";
            case AVERAGE ->
                "the series is an average: it tells how the inventory of the run would differ, not what the grid"
                        + " would have emitted less";
            case UNSTATED ->
                "the series does not say whether it is marginal or average: what shifting saves is told by a"
                        + " marginal one";
        };
    }

    private static Energy overhead(RecordedJob job, Duration time) {
        return job.duration().isZero()
                ? Energy.ZERO
                : job.steps().total().over(job.duration()).during(time);
    }

    private static Answer answer(String asked, Shifting shifting) {
        return new Answer(
                asked, shifting.slack(), shifting.flexibleStart(), shifting.pauseAndResume(), shifting.best());
    }

    /** When a step of the signal begins. */
    public Instant time(int step) {
        return signal.start().plus(signal.step().multipliedBy(step));
    }
}
