package io.ceait.progress;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** Where lines come from. Used by one thread, but for {@link #wake}. */
interface LineSource extends Closeable {

    /** As messages call it: {@code --progress /tmp/p}. */
    String name();

    /**
     * Waits for up to so many milliseconds, or until there is something, and reads what is there, within bounds.
     *
     * @throws IOException if nothing can be read now; it is asked again
     */
    void poll(long waitMillis, Consumer<String> lines) throws IOException;

    /** Reads what there still is; the last line may lack its end. */
    void drain(Consumer<String> lines) throws IOException;

    /** Ends a wait. Callable from any thread. */
    void wake();
}
