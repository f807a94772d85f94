package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;

/** A client that gets no answer sends its request again, with the same Idempotency-Key. */
class CreationIntegrationTests extends BookServiceTest {

    private final String key = UUID.randomUUID().toString();

    @Test
    void createsOneBookForTheSameRequestSentTwice() {
        EntityExchangeResult<Book> first = create(key, request("Sent twice", 3));
        EntityExchangeResult<Book> second = create(key, request("Sent twice", 3));

        Book book = first.getResponseBody();
        assertThat(second.getStatus()).isEqualTo(first.getStatus());
        assertThat(second.getResponseBody()).isEqualTo(book).isEqualTo(find(book));
        assertThat(second.getResponseHeaders().getLocation())
                .isEqualTo(first.getResponseHeaders().getLocation())
                .hasPath("/books/" + book.id());
        assertThat(titled("Sent twice")).containsExactly(book);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .matching(event -> event.title().equals("Sent twice"))
                .times(1)
                .withKey(Long.toString(book.id()));
    }

    @Test
    void answersAsAtFirstWhateverHasBecomeOfTheBook() {
        Book book = create(key, request("Short-lived", 3)).getResponseBody();

        changeStock(book, Map.of("change", 5));
        assertThat(create(key, request("Short-lived", 3)).getResponseBody()).isEqualTo(book);

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        assertThat(create(key, request("Short-lived", 3)).getResponseBody()).isEqualTo(book);
        assertThat(titled("Short-lived")).isEmpty();
    }

    @Test
    void createsOneBookForRequestsAtTheSameTime() {
        createAtOnce(key, request("Impatient", 3));

        assertThat(titled("Impatient")).hasSize(1);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .matching(event -> event.title().equals("Impatient"))
                .times(1);
    }

    @Test
    void refusesAKeyThatWasUsedForAnotherBook() {
        create(key, request("One", 3));

        post(key, request("Other", 3))
                .expectStatus()
                .isEqualTo(422)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("This Idempotency-Key was used for another book");
        assertThat(titled("Other")).isEmpty();
        assertThat(published)
                .doesNotContain(BookCreatedEvent.class, event -> event.title().equals("Other"));
    }

    @Test
    void takesAPriceWrittenInAnotherWayForTheSame() {
        Book book =
                create(key, Map.of("title", "Priced", "price", 7, "stock", 0)).getResponseBody();

        assertThat(create(key, Map.of("title", "Priced", "price", 7.0)).getResponseBody())
                .isEqualTo(book);
    }

    @Test
    void takesAKeyWithAndWithoutQuotesForTheSame() {
        Book book = create('"' + key + '"', request("Quoted", 3)).getResponseBody();

        assertThat(create(key, request("Quoted", 3)).getResponseBody()).isEqualTo(book);
    }

    @Test
    void createsABookForEachKeyUpperAndLowerCaseIncluded() {
        create("k" + key, request("Cased", 3));
        create("K" + key, request("Cased", 3));

        assertThat(titled("Cased")).hasSize(2);
    }

    @Test
    void createsABookForEachRequestWithoutAKey() {
        create("Keyless", 3);
        create("Keyless", 3);

        assertThat(titled("Keyless")).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("invalidKeys")
    void refusesAKeyThatIsNone(String invalid) {
        post(invalid, request("Refused", 3))
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(titled("Refused")).isEmpty();
    }

    static String[] invalidKeys() {
        return new String[] {"", "\"\"", "\"", "two words", "\"one", "k".repeat(256)};
    }

    @ParameterizedTest
    @CsvSource({"1", "255"})
    void takesAKeyOfAnyAllowedLength(int length) {
        create("~".repeat(length), request("Long or short", 3));
    }

    @Test
    void refusesABookThatIsNoneAndTakesTheKeyForTheRightOne() {
        post(key, request("", 3)).expectStatus().isBadRequest();

        create(key, request("Corrected", 3));
    }
}
