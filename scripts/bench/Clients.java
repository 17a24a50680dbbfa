// SPDX-License-Identifier: Apache-2.0

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Reads from an agent as a crowd would: {@code Clients URL SCRAPERS STREAMS SECONDS}; each scraper scrapes once a second. */
public class Clients {

    public static void main(String[] args) throws Exception {
        String url = args[0];
        int scrapers = Integer.parseInt(args[1]);
        int streams = Integer.parseInt(args[2]);
        long seconds = Long.parseLong(args[3]);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest scrape = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
        HttpRequest events = HttpRequest.newBuilder(URI.create(url + "/events")).build();
        LongAdder scraped = new LongAdder();
        LongAdder told = new LongAdder();
        LongAdder failed = new LongAdder();
        for (int i = 0; i < streams; i++) {
            client.sendAsync(events, BodyHandlers.ofLines()).thenAccept(answer -> {
                if (answer.statusCode() != 200) {
                    failed.increment();
                }
                Thread reader = new Thread(
                        () -> answer.body().filter(line -> line.startsWith("id:")).forEach(line -> told.increment()));
                reader.setDaemon(true);
                reader.start();
            });
        }
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        for (int i = 0; i < scrapers; i++) {
            // All in the same second and not at the same moment, as scrapers are.
            timer.scheduleAtFixedRate(
                    () -> client.sendAsync(scrape, BodyHandlers.ofString()).whenComplete((answer, e) -> {
                        if (e == null && answer.statusCode() == 200) {
                            scraped.increment();
                        } else {
                            failed.increment();
                        }
                    }),
                    1000L * i / scrapers,
                    1000,
                    TimeUnit.MILLISECONDS);
        }
        Thread.sleep(1000 * seconds);
        System.out.printf("%d scrapes, %d events, %d failures%n", scraped.sum(), told.sum(), failed.sum());
        System.exit(0);
    }
}
