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
