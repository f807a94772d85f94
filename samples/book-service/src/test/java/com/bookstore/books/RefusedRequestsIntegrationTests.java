package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Every refused request is answered with a problem detail, on every endpoint. */
class RefusedRequestsIntegrationTests extends BookServiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "",
                "null",
                "[]",
                "\"Kafka\"",
                "{}",
                "{\"title\": null}",
                "{\"title\": \" \"}",
                "{\"title\": {}}",
                "{\"title\": \"T\", \"price\": \"cheap\"}",
                "{\"title\": \"T\", \"price\": -0.01}",
                "{\"title\": \"T\", \"price\": 1.001}",
                "{\"title\": \"T\", \"price\": 123456789}",
                "{\"title\": \"T\", \"price\": 1e1000000}",
                "{\"title\": \"T\", \"stock\": -1}",
                "{\"title\": \"T\", \"stock\": 1.5}",
                "{\"title\": \"T\", \"stock\": \"5\"}",
                "{\"title\": \"T\", \"stock\": 2147483648}",
                "{\"title\": \"T\"} trailing"
            })
    void refusesABookThatIsNone(String body) {
        refused(HttpMethod.POST, "/books", body, 400);
        refused(HttpMethod.PUT, "/books/1", body, 400);
    }

    @ParameterizedTest
    @CsvSource({"title, 255", "author, 255", "isbn, 32", "category, 100"})
    void refusesATextThatIsTooLongForItsColumnAndNoShorterOne(String field, int limit) {
        String body = "{\"title\": \"T\", \"%s\": \"%s\"}";

        refused(HttpMethod.POST, "/books", body.formatted(field, "x".repeat(limit + 1)), 400)
                .jsonPath("$.detail")
                .isEqualTo(field + " size must be between 0 and " + limit);
        rest.post()
                .uri("/books")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.formatted(field, "x".repeat(limit)))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"change\": 1, \"stock\": 1}",
                "{\"change\": null}",
                "{\"change\": \"many\"}",
                "{\"change\": 0.5}",
                "{\"stock\": -1}",
                "{\"stock\": 9999999999}"
            })
    void refusesAChangeOfStockThatIsNone(String body) {
        refused(HttpMethod.POST, "/books/" + create("Stock", 1).id() + "/stock", body, 400);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2147483647})
    void refusesAChangeThatTheStockDoesNotAllow(int change) {
        Book book = create("Almost sold out", 1);

        refused(HttpMethod.POST, "/books/" + book.id() + "/stock", "{\"change\": " + change + "}", 409);
        assertThat(find(book).stock()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /books/999999, 404",
        "PUT, /books/999999, 404",
        "DELETE, /books/999999, 404",
        "POST, /books/999999/stock, 404",
        "GET, /books/999999/history, 404",
        "GET, /books/one/history, 400",
        "GET, /books/1/history?from=0, 400",
        "GET, /books/1/history?limit=0, 400",
        "GET, /books/1/history?limit=1001, 400",
        "GET, /books/1/history?limit=many, 400",
        "GET, /books/-1, 404",
        "GET, /books/one, 400",
        "DELETE, /books/one, 400",
        "GET, /books/99999999999999999999, 400",
        "GET, /magazines, 404",
        "PATCH, /books/1, 405",
        "POST, /alerts, 405",
        "DELETE, /analytics/sales, 405",
        "DELETE, /analytics/stock, 405"
    })
    void refusesWhatIsNotThere(HttpMethod method, String path, int status) {
        refused(method, path, "{\"title\": \"T\", \"change\": 1}", status);
    }

    @Test
    void refusesFormatsOtherThanJson() {
        rest.post()
                .uri("/books")
                .contentType(MediaType.TEXT_PLAIN)
                .body("Kafka in Action")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        rest.get()
                .uri("/books")
                .accept(MediaType.APPLICATION_PDF)
                .exchange()
                .expectStatus()
                .isEqualTo(406)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void saysWhichFieldsAreWrong() {
        ProblemDetail problem = rest.post()
                .uri("/books")
                .body(Map.of("title", "", "stock", -1))
                .exchange()
                .returnResult(ProblemDetail.class)
                .getResponseBody();

        assertThat(problem.getDetail()).isEqualTo("stock must be greater than or equal to 0, title must not be blank");
    }

    private RestTestClient.BodyContentSpec refused(HttpMethod method, String path, String body, int status) {
        var request = rest.method(method).uri(path).contentType(MediaType.APPLICATION_JSON);
        return (body.isEmpty() ? request : request.body(body))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty();
    }
}
