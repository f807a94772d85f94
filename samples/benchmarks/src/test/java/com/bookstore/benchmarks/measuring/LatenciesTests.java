package com.bookstore.benchmarks.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTests {

    @Test
    void aShareIsAtMostSoLong() {
        Latencies latencies = Latencies.of(
                LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());

        assertThat(latencies.millis(0.5)).isCloseTo(50, within(1e-9));
        assertThat(latencies.millis(0.99)).isCloseTo(99, within(1e-9));
        assertThat(latencies.millis(1)).isCloseTo(100, within(1e-9));
    }

    @Test
    void theRatioIsTheMedianOfTheRoundsRatiosOfMediansWithoutTheFirst() {
        Measurement.Figures figures = new LatencyComparison(
                        side("with", 900, 110, 130, 150),
                        side("without", 100, 100, 100, 100),
                        Map.of(),
                        Map::of,
                        () -> {})
                .measure("append", 3);

        assertThat(figures.line()).isEqualTo("ratio append 1.300");
        assertThat(figures.table()).contains("with", "without", "median 1.300, min..max 1.100..1.500");
    }

    @Test
    void theLatenciesOfAllRoundsButTheFirstAreTakenTogether() {
        Deque<Latencies> rounds = rounds(900_000_000, 1_000_000, 2_000_000, 3_000_000);

        Measurement.Figures figures =
                new LatencyMeasurement(rounds::remove, Map.of(), Map::of, () -> {}).measure("relay", 3);

        assertThat(figures.line()).isEqualTo("latency relay p50=2.00 p99=3.00");
        assertThat(rounds).isEmpty();
    }

    private static LatencyComparison.Side side(String name, long... medians) {
        return new LatencyComparison.Side(name, rounds(medians)::remove);
    }

    private static Deque<Latencies> rounds(long... medians) {
        return new ArrayDeque<>(List.of(
                LongStream.of(medians).mapToObj(median -> Latencies.of(median)).toArray(Latencies[]::new)));
    }
}
