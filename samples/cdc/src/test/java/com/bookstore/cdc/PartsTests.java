package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTests {

    private final Parts parts = new Parts();
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesAllInTheReverseOrderAndThrowsTheFirstFailure() {
        addThree();

        assertThatThrownBy(parts::close).hasMessage("third").satisfies(failure -> assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(another -> assertThat(another).hasMessage("second")));
        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void closesAllAfterAFailureThatIsNotHidden() {
        addThree();
        var failure = new IllegalStateException("not started");

        parts.closeAfter(failure);

        assertThat(closed).containsExactly("third", "second", "first");
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("third", "second");
    }

    private void addThree() {
        parts.started(() -> closed.add("first"));
        for (String name : List.of("second", "third")) {
            parts.started(() -> {
                closed.add(name);
                throw new IllegalStateException(name);
            });
        }
    }
}
