package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventMetadata;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CorrelationScopeTests {

    @AfterEach
    void nothingIsLeftBehind() {
        MDC.clear();
        assertThat(CorrelationScope.current()).isNull();
    }

    @Test
    void thereIsNoScopeUnlessOneIsOpen() {
        assertThat(CorrelationScope.current()).isNull();
    }

    @Test
    void aScopeThatNoEventStartedHasNoCause() {
        try (CorrelationScope scope = CorrelationScope.open("request-1")) {
            assertThat(CorrelationScope.current()).isSameAs(scope);
            assertThat(scope.correlationId()).isEqualTo("request-1");
            assertThat(scope.causationId()).isNull();
            assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("request-1");
            assertThat(MDC.get(CorrelationScope.EVENT_ID)).isNull();
        }

        assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isNull();
    }

    @Test
    void theScopeOfAnEventNamesItAsTheCause() {
        try (CorrelationScope scope = CorrelationScope.open(metadata("event-1", "process-1"))) {
            assertThat(scope.correlationId()).isEqualTo("process-1");
            assertThat(scope.causationId()).isEqualTo("event-1");
            assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("process-1");
            assertThat(MDC.get(CorrelationScope.EVENT_ID)).isEqualTo("event-1");
        }

        assertThat(MDC.get(CorrelationScope.EVENT_ID)).isNull();
    }

    @Test
    void scopesNestAndTheMdcFollows() {
        try (CorrelationScope outer = CorrelationScope.open(metadata("event-1", "process-1"))) {
            try (CorrelationScope inner = CorrelationScope.open("process-2")) {
                assertThat(CorrelationScope.current()).isSameAs(inner);
                assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("process-2");
                assertThat(MDC.get(CorrelationScope.EVENT_ID)).isNull();
            }

            assertThat(CorrelationScope.current()).isSameAs(outer);
            assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("process-1");
            assertThat(MDC.get(CorrelationScope.EVENT_ID)).isEqualTo("event-1");
        }
    }

    @Test
    void whatTheApplicationPutIntoTheMdcIsRestored() {
        MDC.put(CorrelationScope.CORRELATION_ID, "of the filter");
        MDC.put(CorrelationScope.EVENT_ID, "of the filter too");
        MDC.put("user", "42");

        CorrelationScope.open(metadata("event-1", "process-1")).close();

        assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("of the filter");
        assertThat(MDC.get(CorrelationScope.EVENT_ID)).isEqualTo("of the filter too");
        assertThat(MDC.get("user")).isEqualTo("42");
    }

    @Test
    void closingTwiceChangesNothing() {
        try (CorrelationScope outer = CorrelationScope.open("process-1")) {
            CorrelationScope inner = CorrelationScope.open("process-2");
            inner.close();
            CorrelationScope next = CorrelationScope.open("process-3");
            inner.close();

            assertThat(CorrelationScope.current()).isSameAs(next);
            next.close();
            assertThat(CorrelationScope.current()).isSameAs(outer);
        }
    }

    @Test
    void otherThreadsAreNotInTheScopeAndCannotCloseIt() {
        try (CorrelationScope scope = CorrelationScope.open("process-1")) {
            CompletableFuture.runAsync(() -> {
                        assertThat(CorrelationScope.current()).isNull();
                        scope.close();
                        assertThat(CorrelationScope.current()).isNull();
                        assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isNull();
                    })
                    .join();

            assertThat(CorrelationScope.current()).isSameAs(scope);
            assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("process-1");
        }
    }

    @Test
    void theLogKnowsTypeAndKeyOfTheEventAndOfNoneOutside() {
        MDC.put(LogFields.EVENT_KEY, "of the application");

        try (CorrelationScope scope =
                CorrelationScope.open(metadata("event-1", "process-1"), "bookCreated", "book\r7")) {
            assertThat(MDC.get(LogFields.EVENT_TYPE)).isEqualTo("bookCreated");
            assertThat(MDC.get(LogFields.EVENT_KEY)).isEqualTo("book?7");
            try (CorrelationScope inner = CorrelationScope.open("process-2")) {
                assertThat(MDC.get(LogFields.EVENT_TYPE)).isNull();
                assertThat(MDC.get(LogFields.EVENT_KEY)).isNull();
            }
        }

        assertThat(MDC.get(LogFields.EVENT_TYPE)).isNull();
        assertThat(MDC.get(LogFields.EVENT_KEY)).isEqualTo("of the application");
    }

    @Test
    void idsFromTheWireCannotForgeALogLine() {
        try (CorrelationScope scope = CorrelationScope.open(metadata("event\n1", "process\r2"))) {
            assertThat(MDC.get(CorrelationScope.CORRELATION_ID)).isEqualTo("process?2");
            assertThat(MDC.get(CorrelationScope.EVENT_ID)).isEqualTo("event?1");
            assertThat(scope.correlationId()).isEqualTo("process\r2");
        }
    }

    private static EventMetadata metadata(String eventId, String correlationId) {
        return new EventMetadata(eventId, Instant.EPOCH, "tests", "1.0", correlationId, null);
    }
}
