package io.ceait.progress;

import io.ceait.data.InputException;
import io.ceait.data.Printable;
import io.ceait.data.TextFiles;
import io.ceait.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how far a job is from lines, on a thread of its own: whatever comes, and however long a line takes to look at, no
 * sample waits for it.
 */
public final class ProgressReader implements ProgressFeed {

    /** So late, at most, a mark is seen. */
    private static final long POLL_MILLIS = 100;

    private static final long LONGEST_END_MILLIS = 1000;
    private static final int SHOWN = 80;

    private final List<LineSource> sources;
    private final LineParser parser;
    private final Clock clock;
    private final Marks marks = new Marks();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean finishing;
    private @Nullable Thread thread;
    private boolean anyMark;
    private boolean toldOfFailure;

    ProgressReader(List<LineSource> sources, LineParser parser, Clock clock) {
        this.sources = List.copyOf(sources);
        this.parser = parser;
        this.clock = clock;
    }

    /**
     * Lines of the protocol in a file, which may come to be later.
     *
     * @param name as messages call it
     * @throws InputException if that is no regular file
     */
    public static ProgressReader ofFile(String name, Path file, OptionalDouble total, Clock clock) {
        return new ProgressReader(List.of(FollowedFile.of(name, file)), new ProtocolParser(total), clock);
    }

    /**
     * Lines of the protocol on a local socket, which is made now.
     *
     * @throws InputException if it cannot be made
     */
    public static ProgressReader ofSocket(String name, Path socket, OptionalDouble total, Clock clock) {
        return new ProgressReader(List.of(LocalSocket.bind(name, socket)), new ProtocolParser(total), clock);
    }

    /**
     * Lines of logs that an expression finds.
     *
     * @throws InputException if one of them is no regular file
     */
    public static ProgressReader ofLogs(String name, List<Path> logs, ProgressPattern pattern, Clock clock) {
        return new ProgressReader(
                logs.stream().<LineSource>map(log -> FollowedFile.of(name, log)).toList(), pattern, clock);
    }

    @Override
    public void start() {
        Thread reader = new Thread(this::read, "ceait-progress");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
    }

    private void read() {
        try {
            readToTheEnd();
        } catch (RuntimeException | Error e) {
            log().error("{} is read no more: {}", name(), TextFiles.reason(e));
        } finally {
            finished.countDown();
        }
    }

    private void readToTheEnd() {
        while (!finishing) {
            for (LineSource source : sources) {
                try {
                    source.poll(POLL_MILLIS / sources.size(), this::line);
                } catch (IOException e) {
                    failed(source, e);
                }
            }
        }
        for (LineSource source : sources) {
            try {
                source.drain(this::line);
            } catch (IOException e) {
                failed(source, e);
            }
        }
        tellAtTheEnd();
    }

    private void line(String line) {
        LineParser.Found found = parser.parse(line);
        switch (found.verdict()) {
            case NOTHING -> {}
            case MARK -> {
                anyMark = true;
                found.mark().ifPresent(mark -> marks.tell(mark, clock.monotonicNanos()));
            }
            case GARBAGE -> {
                marks.ignore();
                if (marks.ignored() == 1) {
                    log().warn("{}: '{}' is passed over: {}", name(), Printable.shortened(line, SHOWN), found.why());
                }
            }
        }
    }

    private void failed(LineSource source, IOException e) {
        if (!toldOfFailure) {
            toldOfFailure = true;
            log().warn("{} cannot be read now: {}", source.name(), e.getMessage());
        }
        try {
            // Not again and again at once. Nobody but this thread ever counts it down.
            boolean unused = finished.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellAtTheEnd() {
        if (!anyMark) {
            log().warn("{}: nothing was said of progress, so nothing was predicted", name());
        } else if (marks.ignored() > 1) {
            log().warn("{}: {} lines said nothing that can be understood", name(), marks.ignored());
        }
    }

    private String name() {
        return sources.get(0).name();
    }

    @Override
    public @Nullable ToldMark take() {
        return marks.take();
    }

    @Override
    public void finish() {
        finishing = true;
        sources.forEach(LineSource::wake);
        if (thread == null) {
            return;
        }
        try {
            // A file system that does not answer holds up nobody for longer.
            boolean unused = finished.await(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish();
        for (LineSource source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                log().info("{} cannot be closed: {}", source.name(), e.getMessage());
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ProgressReader.class);
    }
}
