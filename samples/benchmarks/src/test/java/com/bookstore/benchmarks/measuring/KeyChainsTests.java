package com.bookstore.benchmarks.measuring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyChainsTests {

    private static final Tally.Count EXPECTED = count("a1", "b1", "a2", "b2");

    @Test
    void keysMayComeInAnyOrder() {
        assertThat(count("b1", "a1", "b2", "a2")).isEqualTo(EXPECTED);
        assertThat(count("a1", "a2", "b1", "b2")).isEqualTo(EXPECTED);
    }

    @Test
    void anEventThatOvertookAnotherOfItsKeyIsFound() {
        assertThat(count("a2", "b1", "a1", "b2")).isNotEqualTo(EXPECTED);
    }

    @Test
    void anEventThatCameTwiceInThePlaceOfAnotherIsFound() {
        assertThat(count("a1", "b1", "a1", "b2")).isNotEqualTo(EXPECTED);
        assertThat(count("a1", "b1", "a2", "b1")).isNotEqualTo(EXPECTED);
    }

    @Test
    void anEventUnderAnotherKeyIsFound() {
        KeyChains chains = new KeyChains();
        chains.add("a", 1);
        KeyChains other = new KeyChains();
        other.add("b", 1);

        assertThat(chains.count()).isNotEqualTo(other.count());
    }

    private static Tally.Count count(String... events) {
        KeyChains chains = new KeyChains();
        for (String event : events) {
            chains.add(event.substring(0, 1), KeyChains.checksum(event.getBytes(StandardCharsets.UTF_8)));
        }
        return chains.count();
    }
}
