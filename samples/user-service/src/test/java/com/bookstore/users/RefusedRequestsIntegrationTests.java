package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Every refused request is answered with a problem detail, on every endpoint. */
class RefusedRequestsIntegrationTests extends UserServiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "",
                "null",
                "[]",
                "{}",
                "{\"email\": \"nobody\", \"interests\": []}",
                "{\"email\": \" \", \"interests\": []}",
                "{\"email\": null, \"interests\": []}",
                "{\"email\": \"ada@example.org\"}",
                "{\"email\": \"ada@example.org\", \"interests\": \"software\"}",
                "{\"email\": \"ada@example.org\", \"interests\": [\" \"]}",
                "{\"email\": \"ada@example.org\", \"interests\": [null]}",
                "{\"email\": \"ada@example.org\", \"interests\": [{}]}"
            })
    void refusesAUserThatIsNone(String body) {
        refused(HttpMethod.POST, "/users", body, 400);
    }

    @Test
    void refusesTextsThatAreTooLongForTheirColumnsAndNoShorterOnes() {
        String longest = "x".repeat(60) + "@" + ("x".repeat(60) + ".").repeat(3) + "x".repeat(10);
        assertThat(longest).hasSize(254);

        refused(HttpMethod.POST, "/users", Map.of("email", "x" + longest + "x", "interests", Set.of()), 400)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("email size must be"));
        refused(
                        HttpMethod.POST,
                        "/users",
                        Map.of("email", "long@example.org", "interests", Set.of("x".repeat(101))),
                        400)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("interests[] size must be"));
        assertThat(register(longest, "x".repeat(100)).email()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"userId\": 1}",
                "{\"userId\": 1, \"items\": []}",
                "{\"userId\": 1, \"items\": [null]}",
                "{\"userId\": 1, \"items\": [{}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1}]}",
                "{\"userId\": 1, \"items\": [{\"quantity\": 1}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1, \"quantity\": 0}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1, \"quantity\": -1}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1, \"quantity\": 10001}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1, \"quantity\": 1.5}]}",
                "{\"userId\": 1, \"items\": [{\"bookId\": 1, \"quantity\": \"1\"}]}",
                "{\"userId\": \"Ada\", \"items\": [{\"bookId\": 1, \"quantity\": 1}]}",
                "{\"items\": [{\"bookId\": 1, \"quantity\": 1}]}"
            })
    void refusesAnOrderThatIsNone(String body) {
        refused(HttpMethod.POST, "/orders", body, 400);
    }

    @Test
    void refusesOrdersOfUnknownUsersAndBooks() {
        User user = register("unlucky@example.org");
        publishAndAwait(book(201, "Known", "known"));

        refused(HttpMethod.POST, "/orders", order(999_999, 201), 422);
        refused(HttpMethod.POST, "/orders", order(user.id(), 999_999), 422);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /users/999999, 404",
        "GET, /users/999999/notifications, 404",
        "GET, /users/999999/recommendations, 404",
        "GET, /users/-1, 404",
        "GET, /users/ada, 400",
        "GET, /users/ada/notifications, 400",
        "GET, /users/ada/recommendations, 400",
        "GET, /orders/999999, 404",
        "GET, /orders/first, 400",
        "GET, /orders/99999999999999999999, 400",
        "GET, /friends, 404",
        "DELETE, /users/1, 405",
        "PUT, /orders/1, 405",
        "POST, /known-books, 405"
    })
    void refusesWhatIsNotThere(HttpMethod method, String path, int status) {
        refused(method, path, Map.of(), status);
    }

    @Test
    void refusesFormatsOtherThanJson() {
        rest.post()
                .uri("/users")
                .contentType(MediaType.TEXT_PLAIN)
                .body("ada@example.org")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        rest.get()
                .uri("/known-books")
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
                .uri("/orders")
                .body(Map.of("userId", 1, "items", List.of(Map.of("bookId", 1, "quantity", 0))))
                .exchange()
                .returnResult(ProblemDetail.class)
                .getResponseBody();

        assertThat(problem.getDetail()).isEqualTo("items[0].quantity must be greater than 0");
    }

    private static Map<String, Object> order(long user, long book) {
        return Map.of("userId", user, "items", List.of(Map.of("bookId", book, "quantity", 1)));
    }

    private RestTestClient.BodyContentSpec refused(HttpMethod method, String path, Object body, int status) {
        var request = rest.method(method).uri(path).contentType(MediaType.APPLICATION_JSON);
        return (body.equals("") ? request : request.body(body))
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
