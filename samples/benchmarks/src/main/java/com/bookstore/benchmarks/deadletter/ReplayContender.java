package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.events.deadletter.replay.DeadLetterReplays;
import com.bookstore.events.deadletter.replay.ReplayProgress;
import com.bookstore.events.deadletter.replay.ReplayRequest;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The starter's replay, from the request until all are on their topic again, marked, and the run says that it is done. */
final class ReplayContender implements Contender {

    private static final long LOOK_NANOS = 500_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final DeadLetterReplays replays;
    private final StoredLetters letters;

    ReplayContender(BenchmarkService service, StoredLetters letters) {
        this.replays = service.bean(DeadLetterReplays.class);
        this.letters = letters;
    }

    @Override
    public String name() {
        return "DeadLetterReplays.start";
    }

    @Override
    public Sample run() {
        letters.reset();
        ReplayRequest request = ReplayRequest.of(DeadLetterFilter.ALL.withTopic(BookTopic.NAME));
        Meter meter = Meter.start();
        ReplayProgress run = await(replays.start(request, "benchmark"));
        Sample sample = meter.stop(letters.events());
        if (run.state() != ReplayProgress.State.DONE) {
            throw new IllegalStateException("The replay did not come to its end: " + run);
        }
        StoredLetters.verify("the replay", letters.events(), run.sent());
        letters.verifyReplayed(letters.events());
        letters.verifySent();
        return sample;
    }

    private ReplayProgress await(ReplayProgress started) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        ReplayProgress run = started;
        while (!run.state().isEnd() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
            run = replays.progress(run.id()).orElseThrow();
        }
        return run;
    }
}
