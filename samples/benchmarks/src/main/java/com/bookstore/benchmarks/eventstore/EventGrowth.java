package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Measurement;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Result;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.domain.BookCreatedEvent;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A store that holds much against the same store that holds a hundredth: first whole streams are read, as many different ones of
 * both, the newest, which services ask for most; then streams from anywhere, which are in no cache of the database; then events
 * are appended to them.
 */
public final class EventGrowth implements Measurement {

    private static final int WORKERS = 8;
    private static final int TIMES = 100;
    private static final int READ_FOR_EACH_APPENDED = 5;
    private static final long STEP = 611_953;

    private final PostgresDatabase database = PostgresDatabase.create();
    private final Workers workers = new Workers(WORKERS);
    private final StoreService much;
    private final StoreService little;
    private final Comparison reading;
    private final Comparison readingAnywhere;
    private final Comparison appending;
    private final Map<String, String> settings;

    private EventGrowth(String bootstrapServers, int events, int filled) {
        this.much = StoreService.start(bootstrapServers, database, "event_store_grown", WORKERS + 2);
        this.little = StoreService.start(bootstrapServers, database, "event_store_small", WORKERS + 2);
        FilledTable grown = FilledTable.fill(much, filled, WORKERS);
        FilledTable small = FilledTable.fill(little, filled / TIMES, WORKERS);
        grown.verify();
        small.verify();
        this.settings = much.settings();
        settings.put("filled", much.table().size() + " and " + little.table().size());
        settings.put("threads", WORKERS + ", with a connection each");
        int streams = Math.max(1, events * READ_FOR_EACH_APPENDED / Streams.EVENTS);
        this.reading = reading(grown, small, small.streams(), streams);
        this.readingAnywhere = reading(grown, small, grown.streams(), streams);
        this.appending = new Comparison(appender(grown, events), appender(small, events), settings, this::closeAll);
        database.forgetStatements();
    }

    /**
     * Fills both. What the rounds append stays there.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round appends; five times as many are read
     * @param filled how many events the one store has beforehand
     * @return the measurement
     */
    public static Measurement open(String bootstrapServers, int events, int filled) {
        return new EventGrowth(bootstrapServers, events, filled);
    }

    private Comparison reading(FilledTable grown, FilledTable small, int among, int streams) {
        return new Comparison(
                new StreamContender(grown, workers, among, streams),
                new StreamContender(small, workers, small.streams(), streams),
                settings,
                this::closeAll);
    }

    private AppendContender appender(FilledTable filled, int events) {
        return new AppendContender(
                "append, to %,d rows".formatted(filled.rows()),
                new StoreAppender(filled.service().store()),
                workers,
                filled.service().books(),
                AppendContender.Plan.oldStreams(filled.streams(), events),
                AppendContender.Table.growing(filled.service().table()),
                events);
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Figures measure(String row, int rounds) {
        Result read = reading.run(rounds);
        Result readAnywhere = readingAnywhere.run(rounds);
        Result appended = appending.run(rounds);
        return new Figures(
                read.table() + readAnywhere.table() + appended.table(),
                String.join(
                        System.lineSeparator(),
                        line(row + "-read", read.ratio()),
                        line(row + "-read-anywhere", readAnywhere.ratio()),
                        line(row + "-append", appended.ratio()),
                        line(row, Math.min(read.ratio(), appended.ratio()))));
    }

    private static String line(String name, double ratio) {
        return String.format(Locale.ROOT, "ratio %s %.3f", name, ratio);
    }

    @Override
    public Supplier<Map<String, String>> remarks() {
        return database::statements;
    }

    @Override
    public void close() {
        closeAll();
    }

    private void closeAll() {
        workers.close();
        much.close();
        little.close();
        database.close();
    }

    /**
     * Reads streams far apart, each to its end.
     *
     * @param among of how many of the newest streams
     * @param streams how many are read
     */
    private record StreamContender(FilledTable filled, Workers readers, int among, int streams) implements Contender {

        @Override
        public String name() {
            return "stream, %,d of %,d rows".formatted(among * Streams.EVENTS, filled.rows());
        }

        @Override
        public Sample run() {
            filled.service().table().database().settle();
            Tally read = new Tally();
            Meter meter = Meter.start();
            readers.run(streams, i -> filled.service().store().stream(Streams.TYPE, Streams.id(stream(i)), 1)
                    .forEach(event -> read.add(Streams.checksum((BookCreatedEvent) event.event()))));
            Sample sample = meter.stop((long) streams * Streams.EVENTS);
            Tally expected = new Tally();
            for (int i = 0; i < streams; i++) {
                filled.addExpected(stream(i), expected);
            }
            read.verify(name(), expected.count());
            return sample;
        }

        private int stream(int i) {
            return filled.streams() - among + (int) (i * STEP % among);
        }
    }
}
