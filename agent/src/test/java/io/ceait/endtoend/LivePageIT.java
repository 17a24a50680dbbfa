package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, which sees what a user would. */
class LivePageIT {

    /** Pixels of the plot that are neither transparent nor grey: lines, bands and hatching. */
    private static final String COLOURED = """
            (() => {
              const canvas = document.querySelector("#chart canvas");
              if (!canvas || !canvas.width) return 0;
              const p = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              let n = 0;
              for (let i = 0; i < p.length; i += 4) {
                if (p[i + 3] > 99 && Math.max(p[i], p[i + 1], p[i + 2]) - Math.min(p[i], p[i + 1], p[i + 2]) > 60) n++;
              }
              return n;
            })()""";

    /**
     * A chart of its own with the series {@code S}, and what of it is asked. Its hatching is red, its lines here are not.
     */
    private static final String CHART = """
            (async () => {
              const n = 720, all = (v) => Array(n).fill(v);
              const device = (name, type, gap, estimated) => ({ device: name, device_type: type, mean_w: all(100), min_w: all(90),
                max_w: all(110), gap: all(0).map((v, i) => gap[i] || 0), estimated: all(0).map((v, i) => estimated(i) ? 1 : 0) });
              const place = document.createElement("div");
              place.style.width = "1000px";
              document.body.append(place);
              const chart = new Chart(place);
              chart.show({ bucket_s: 128, first: 0, length: n, devices: DEVICES }, 1.7e9);
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const hatched = [];
              const { ctx, bbox } = chart.plot;
              const y = Math.round(bbox.top + bbox.height / 2);
              const p = ctx.getImageData(bbox.left, y, bbox.width, bbox.height / 2).data;
              for (let x = 0; x < bbox.width; x++) {
                for (let dy = 0; dy < bbox.height / 2; dy++) {
                  const i = 4 * (dy * Math.round(bbox.width) + x);
                  if (p[i + 3] > 60 && p[i] - p[i + 1] > 60 && p[i] - p[i + 2] > 60) { hatched.push(x / bbox.width * n); break; }
                }
              }
              const data = chart.plot.data;
              place.remove();
              return ASKED;
            })()""";

    private static final String STATE = "document.documentElement.dataset.state";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    private Path dir;

    @SuppressWarnings("NullAway.Init")
    private Simulator server;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        assumeThat(Browser.isInstalled()).as("chromium is not installed").isTrue();
        server = Simulator.start("two-socket-server", dir.resolve("sys"));
        browser = Browser.start(dir.resolve("profile"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Agent meter(Process job) throws IOException {
        return Agent.start(
                "--pid",
                job.pid(),
                "--path.sysfs",
                server.sysfs(),
                "--interval",
                "200ms",
                "--listen",
                "127.0.0.1:0",
                "--out",
                dir,
                "--run-id",
                "page");
    }

    private static Process job() throws IOException {
        return new ProcessBuilder("bash", "-c", "while :; do :; done").start();
    }

    private RunOutputs begun() throws Exception {
        RunOutputs run = new RunOutputs(dir.resolve("page"));
        Shell.await("samples", () -> run.journalLines() >= 2);
        run.awaitReady();
        return run;
    }

    private String text(String id) throws IOException {
        return browser.ask("document.getElementById('" + id + "').textContent");
    }

    @Test
    void itShowsTheRunThroughALostConnectionAndAStandstillToItsEnd() throws Exception {
        Process job = job();
        try (Agent agent = meter(job);
                Relay relay = new Relay(begun().endpoint())) {
            browser.look(1280, 1500, false);
            browser.go(relay.url());
            browser.await("the page to be live", STATE + " === 'live'");
            browser.await("lines in the chart", COLOURED + " > 300");
            assertThat(text("run")).isEqualTo("page");
            assertThat(browser.ask("document.querySelectorAll('#devices tbody tr').length"))
                    .isEqualTo("3");
            assertThat(browser.ask("document.querySelector('#devices tbody').textContent"))
                    .contains("cpu0", "rapl", "measured", "W");
            totalsMove();
            assertThat(browser.complaints()).isEmpty();
            photograph("live");
            theLesserPartOfABucketIsDrawnAsTheGapThatItIs();
            aLineIsDashedWhereAModelToldIt();

            relay.cut();
            Shell.await(
                    "the browser to come back",
                    () -> relay.asked().stream().anyMatch(text -> text.contains("Last-Event-ID: ")));
            totalsMove();
            assertThat(browser.ask(STATE)).isEqualTo("live");
            browser.ask("document.getElementById('numbers').open = true");
            browser.await("figures", "document.querySelectorAll('#numbers tbody tr').length > 4");
            assertThat(browser.ask("document.querySelector('#numbers tbody').textContent"))
                    .as("what was missed has been made up for")
                    .doesNotContain("not known");

            agent.signal("STOP");
            browser.await("the silence to be noticed", STATE + " === 'lost'");
            assertThat(text("state")).startsWith("No news from the agent since ");
            photograph("lost");
            agent.signal("CONT");
            browser.await("the page to be live again", STATE + " === 'live'");
            browser.ask("document.querySelector('input[value=whole]').click()");
            browser.await("the gap", "document.querySelector('#numbers tbody').textContent.includes('gap')");
            photograph("gap");

            job.destroyForcibly();
            browser.await("the end", STATE + " === 'ended'");
            assertThat(text("state")).startsWith("The run has ended (completed) at ");
            agent.await().succeeded();
            double kilograms = new RunOutputs(dir.resolve("page")).summary().number("/emissions_kg");
            assertThat(Double.parseDouble(text("emissions").split(" ")[0]))
                    .as("the page's last figure, in milligrams")
                    .isCloseTo(kilograms * 1e6, org.assertj.core.api.Assertions.withinPercentage(0.1));
            assertThat(browser.complaints())
                    .noneMatch(text -> text.contains("exceptionThrown") || text.contains("Content Security Policy"));
        } finally {
            job.destroyForcibly();
        }
    }

    private String chart(String devices, String asked) throws IOException {
        return browser.ask(CHART.replace("DEVICES", devices).replace("ASKED", asked));
    }

    /** Two buckets of 128 s of a day, with a minute and with a second that was not read. */
    private void theLesserPartOfABucketIsDrawnAsTheGapThatItIs() throws IOException {
        String device = "[device('cpu0', 'cpu', { 180: 0.469, 540: 0.008 }, () => false)]";
        assertThat(chart(device, "hatched.length")).matches("[4-9]|1\\d");
        assertThat(chart(device, "hatched.every((x) => Math.abs(x - 181) < 4 || Math.abs(x - 541) < 4)"))
                .isEqualTo("true");
        assertThat(chart(device, "[180, 540].every((x) => hatched.some((at) => Math.abs(at - x) < 4))"))
                .isEqualTo("true");
        assertThat(chart(device, "data[3].every((w) => w === 100)"))
                .as("the mean of the rest is drawn on")
                .isEqualTo("true");
        assertThat(chart("[device('cpu0', 'cpu', { 300: 0.5 }, () => false)]", "data[3][300]"))
                .as("no mean for a bucket that is a gap for the most part")
                .isEqualTo("null");
    }

    /** A sensor that fell silent for a while: its line is dashed there alone, and whole. */
    private void aLineIsDashedWhereAModelToldIt() throws IOException {
        String device = "[device('gpu0', 'gpu', {}, (i) => i >= 100 && i < 200)]";
        assertThat(chart(device, "data[3].map((w, i) => w === null ? i : -1).filter((i) => i >= 0).join()"))
                .startsWith("100,101,")
                .endsWith(",198,199");
        assertThat(chart(device, "data[4].map((w, i) => w === null ? -1 : i).filter((i) => i >= 0).join()"))
                .startsWith("99,100,")
                .endsWith(",199,200");
        String node =
                "[{device_type:'cpu'},{device_type:'cpu'},...Array(16).fill({device_type:'gpu'}),{device_type:'ram'}]";
        assertThat(browser.ask("new Set(Chart.looks(" + node + ").map((l) => l.colour + l.dash)).size"))
                .as("each of 19 devices has a look of its own")
                .isEqualTo("19");
    }

    private void totalsMove() throws Exception {
        String before = text("energy");
        browser.await(
                "more energy than " + before, "document.getElementById('energy').textContent !== '" + before + "'");
    }

    /** For people to look at. */
    private void photograph(String name) throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {390, 1280}) {
                browser.look(width, width == 390 ? 2300 : 1500, dark);
                browser.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                browser.screenshot(SCREENSHOTS.resolve(name + "-" + width + (dark ? "-dark" : "-light") + ".png"));
            }
        }
        browser.look(1280, 1500, false);
    }

    @Test
    void anAgentThatWasKilledIsSeenToBeGone() throws Exception {
        Process job = job();
        try (Agent agent = meter(job)) {
            browser.look(390, 800, true);
            browser.go(begun().endpoint());
            browser.await("the page to be live", STATE + " === 'live'");
            agent.signal("KILL");
            browser.await("the death to be noticed", STATE + " === 'lost'");
            assertThat(browser.ask("document.title")).startsWith("no news");
        } finally {
            job.destroyForcibly();
        }
    }
}
