package com.bookstore.benchmarks.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTests {

    private final List<String> order = new ArrayList<>();

    @Test
    void theRatioIsTheMedianOfTheRoundsWithoutTheFirst() {
        Result result = comparison(new Fixed("ours", 1, 200, 400, 1_000), new Fixed("theirs", 1, 100, 100, 100))
                .run(3);

        assertThat(result.ratio()).isCloseTo(0.25, within(1e-9));
        assertThat(result.table()).contains("ours", "theirs", "median 0.250, min..max 0.100..0.500");
        assertThat(order).containsExactly("ours", "theirs", "ours", "theirs", "ours", "theirs", "ours", "theirs");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        Result result = comparison(new Fixed("ours", 1, 100, 200), new Fixed("theirs", 1, 100, 100))
                .run(2);

        assertThat(result.ratio()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void aLossEndsTheComparison() {
        Contender loses = new Contender() {
            @Override
            public String name() {
                return "loses";
            }

            @Override
            public Sample run() {
                Tally tally = new Tally();
                tally.add(7);
                tally.verify("the inbox", new Tally.Count(2, 15));
                throw new AssertionError("not found");
            }
        };

        assertThatThrownBy(() -> comparison(new Fixed("ours", 1, 1), loses).run(1))
                .isInstanceOf(LostEventsException.class)
                .hasMessage("the inbox: expected 2 events with checksum f, found 1 events with checksum 7");
    }

    private static Comparison comparison(Contender ours, Contender theirs) {
        return new Comparison(ours, theirs, Map.of(), () -> {});
    }

    private final class Fixed implements Contender {

        private final String name;
        private final Deque<Sample> samples = new ArrayDeque<>();

        Fixed(String name, long... nanos) {
            this.name = name;
            for (long duration : nanos) {
                samples.add(new Sample(10, duration, 50, 70));
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Sample run() {
            order.add(name);
            return samples.remove();
        }
    }
}
