package io.ceait.cli;

import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.run.RunSink;
import io.ceait.sink.prometheus.MetricsPage;
import io.ceait.sink.summary.SummaryJson;
import io.ceait.sink.web.Access;
import io.ceait.sink.web.AccessSource;
import io.ceait.sink.web.Response;
import io.ceait.sink.web.WebServer;
import io.ceait.sink.web.live.LiveRun;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of a run with all that is attached to it. */
final class Serving implements Closeable {

    private final WebServer server;
    private final MetricsPage metrics = new MetricsPage();
    private final LiveRun live;

    private Serving(WebServer server, MeteringSettings settings) {
        this.server = server;
        live = new LiveRun(SummaryJson::write, settings.interval());
        server.serve(
                "/metrics",
                request -> metrics.scrape(request.header("Accept").orElse(""))
                        .map(scrape -> Response.ok(scrape.type(), scrape.body()))
                        .orElseGet(Response::notBegun));
        server.serve("/-/ready", request -> metrics.isReady() ? Response.text(200, "ready") : Response.notBegun());
        live.serveOn(server);
    }

    /**
     * Takes the address that the settings name, or a free port when the default one is in use.
     *
     * @throws InputException if it cannot be taken
     */
    static Serving bind(InetSocketAddress address, MeteringSettings settings) {
        AccessSource access = settings.access().orElse(Access.OPEN);
        boolean stated = settings.config().isStated(Setting.LISTEN);
        if (!address.getAddress().isLoopbackAddress()
                && access.current().passwords().isEmpty()) {
            log().warn(
                            "{}:{} is reached from other machines, and nobody is asked for a password: whoever does sees"
                                    + " what runs here and when, and its power as it changes, which can tell of what is"
                                    + " computed; --web.config.file sets passwords and TLS",
                            address.getHostString(),
                            address.getPort());
        }
        try {
            return new Serving(WebServer.bind(address, access), settings);
        } catch (IOException e) {
            if (stated) {
                throw new InputException(settings.config().origin(Setting.LISTEN) + ": " + address.getHostString() + ":"
                        + address.getPort() + " cannot be taken (" + e.getMessage()
                        + "): choose another port, or 0 for a free one, or --no-listen");
            }
        }
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Serving other = new Serving(WebServer.bind(free, access), settings);
            log().warn("port {} is in use, page and metrics are at {}", address.getPort(), other.endpoint());
            return other;
        } catch (IOException e) {
            throw new InputException("no port can be taken for metrics (" + e.getMessage() + "): use --no-listen");
        }
    }

    String endpoint() {
        return server.endpoint();
    }

    MetricsPage metrics() {
        return metrics;
    }

    List<RunSink> sinks() {
        return List.of(metrics, live);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Made when there is something to say: setting up the log takes time that most runs need not spend so early. */
    private static Logger log() {
        return LoggerFactory.getLogger(Serving.class);
    }
}
