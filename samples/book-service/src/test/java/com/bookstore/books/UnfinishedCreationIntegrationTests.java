package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.test.published.FakeEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
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
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The first request with a key gets stuck on its way; the second one finishes what it began. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FakeEventBroker
class UnfinishedCreationIntegrationTests {

    private final String title = UUID.randomUUID().toString();

    @Autowired
    private PublishedEvents published;

    @Autowired
    private JdbcClient jdbc;

    @MockitoSpyBean
    private JdbcAggregateOperations aggregates;

    private RestTestClient rest;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        rest = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "BROKER_UNREACHABLE", "OUTCOME_UNKNOWN"})
    void createsABookWhoseEventCouldNotBePublishedAtFirst(Reason reason) {
        published.failNext(reason);
        post().expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(books()).isEmpty();

        isCreatedOnce(create());
    }

    @Test
    void storesABookWhoseEventWasPublishedBeforeTheCrash() {
        doThrow(new QueryTimeoutException("the database is gone"))
                .doCallRealMethod()
                .when(aggregates)
                .insert(any(Book.class));
        post().expectStatus().is5xxServerError();
        assertThat(books()).isEmpty();

        isCreatedOnce(create());
    }

    @Test
    void answersThatARequestIsInProgressWhileAnotherInstancePublishes() {
        published.failNext(Reason.OUTCOME_UNKNOWN);
        post().expectStatus().isEqualTo(503);
        claimForAnotherInstance("current_timestamp + interval '1' minute");

        post().expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(books()).isEmpty();

        claimForAnotherInstance("current_timestamp");
        isCreatedOnce(create());
    }

    private void isCreatedOnce(Book book) {
        assertThat(create()).isEqualTo(book);
        assertThat(books()).containsExactly(book);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .matching(event -> event.title().equals(title))
                .times(1)
                .withKey(Long.toString(book.id()));
    }

    /** As if another instance had crashed while it was publishing: until the lease ends nobody knows that it has. */
    private void claimForAnotherInstance(String leaseEnd) {
        long id = jdbc.sql("select book from creation where idempotency_key = ?")
                .param(title)
                .query((row, number) -> Long.parseLong(row.getString("book").replaceAll("\\D*(\\d+).*", "$1")))
                .single();
        assertThat(jdbc.sql("update idempotency_claim set lease_until = " + leaseEnd + " where idempotency_key = ?")
                        .param("bookCreated " + id)
                        .update())
                .isEqualTo(1);
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
