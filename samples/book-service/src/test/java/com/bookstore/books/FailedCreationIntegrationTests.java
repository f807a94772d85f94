package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.test.published.FakeEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.client.RestTestClient;

/** A request with a key fails on its way, or its event does: there is one book and one event in the end. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "bookstore.events.outbox.unavailable-topic-delay=100ms")
@FakeEventBroker
class FailedCreationIntegrationTests {

    private final String title = UUID.randomUUID().toString();

    @Autowired
    private PublishedEvents published;

    @Autowired
    private JdbcClient jdbc;

    @MockitoSpyBean
    private OutboxEventPublisher publisher;

    private RestTestClient rest;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        rest = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "BROKER_UNREACHABLE", "OUTCOME_UNKNOWN"})
    void createsABookWhoseEventKafkaDoesNotTakeAtFirst(Reason reason) {
        published.failNext(reason);

        isCreatedOnce(create());
    }

    @Test
    void leavesNothingOfARequestThatFailsAfterItsEventWasStored() {
        doAnswer(call -> {
                    call.callRealMethod();
                    throw new QueryTimeoutException("the database is gone");
                })
                .doCallRealMethod()
                .when(publisher)
                .publish(any(BookCreatedEvent.class));
        post().expectStatus().is5xxServerError();
        assertThat(books()).isEmpty();
        assertThat(rows("creation where idempotency_key = '" + title + "'")).isZero();
        assertThat(rows("outbox")).isZero();

        isCreatedOnce(create());
    }

    private void isCreatedOnce(Book book) {
        assertThat(create()).isEqualTo(book);
        assertThat(books()).containsExactly(book);
        BookServiceTest.eventually(() -> rows("outbox") == 0);
        assertThat(published)
                .within(Duration.ofSeconds(30))
                .contains(BookCreatedEvent.class)
                .matching(event -> event.title().equals(title))
                .times(1)
                .withKey(Long.toString(book.id()));
    }

    private int rows(String of) {
        return jdbc.sql("select count(*) from " + of).query(Integer.class).single();
    }

    private Book create() {
        return post().expectStatus().isCreated().returnResult(Book.class).getResponseBody();
    }

    private RestTestClient.ResponseSpec post() {
        return rest.post()
                .uri("/books")
                .header("Idempotency-Key", title)
                .body(Map.of("title", title, "price", 39.9, "stock", 3))
                .exchange();
    }

    private Stream<Book> books() {
        return Stream.of(rest.get()
                        .uri("/books")
                        .exchange()
                        .returnResult(Book[].class)
                        .getResponseBody())
                .filter(book -> book.title().equals(title));
    }
}
