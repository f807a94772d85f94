package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxListener;
import com.bookstore.events.outbox.relay.RelayBatch.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.InOrder;
import org.springframework.dao.DuplicateKeyException;

class OutboxSettlementTests {

    private static final String OWNER = "me";

    private final JdbcRelayTable table = mock(JdbcRelayTable.class);
    private final EventRecorder recorder = mock(EventRecorder.class);
    private final RelayBatch batch = mock(RelayBatch.class);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatIsAcknowledgedIsSettledThoughARefusedEventCannotBeSetAside() {
        List<RelayRow> acknowledged = List.of(row(1), row(3));
        when(batch.acknowledged()).thenReturn(acknowledged);
        when(batch.refused()).thenReturn(List.of(refused(2)));
        when(table.park(any(), eq(OWNER))).thenThrow(new DuplicateKeyException("is there already"));

        assertThatThrownBy(() -> settlement(new Telling()).settle(batch, OWNER, 0))
                .isInstanceOf(DuplicateKeyException.class);

        InOrder order = inOrder(table);
        order.verify(table).delete(acknowledged, OWNER);
        order.verify(table).park(any(), eq(OWNER));
        verify(recorder).relayed(eq(2), anyLong());
        assertThat(told).containsExactly("relayed e-1", "relayed e-3");
    }

    @Test
    void tellsOfNothingThatIsNotSetAside() {
        when(batch.refused()).thenReturn(List.of(refused(1), refused(2)));
        when(table.park(any(), eq(OWNER))).thenReturn(false, true);

        settlement(new Telling()).settle(batch, OWNER, 0);

        verify(recorder).parked("books");
        assertThat(told).containsExactly("parked e-2");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatFailsKeepsNothingFromTheOthers(Throwable failure) {
        OutboxListener failing = mock(OutboxListener.class, call -> {
            throw failure;
        });
        when(batch.acknowledged()).thenReturn(List.of(row(1)));
        when(batch.refused()).thenReturn(List.of(refused(2), refused(3)));
        when(table.park(any(), eq(OWNER))).thenReturn(true);

        settlement(failing, new Telling()).settle(batch, OWNER, 0);

        verify(recorder, times(2)).parked("books");
        assertThat(told).containsExactly("relayed e-1", "parked e-2", "parked e-3");
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException(), new IOException(), new NoClassDefFoundError(), new StackOverflowError());
    }

    private OutboxSettlement settlement(OutboxListener... listeners) {
        return new OutboxSettlement(table, recorder, List.of(listeners));
    }

    private static Refused refused(long sequence) {
        return new Refused(row(sequence), new RecordTooLargeException("too large"));
    }

    private static RelayRow row(long sequence) {
        return new RelayRow(sequence, 0, "e-" + sequence, "books", "a", "sold", null, new byte[] {1});
    }

    private final class Telling implements OutboxListener {

        @Override
        public void relayed(StoredEvent event) {
            told.add("relayed " + event.eventId());
        }

        @Override
        public void parked(StoredEvent event, Exception cause) {
            told.add("parked " + event.eventId());
        }
    }
}
