package com.bookstore.events.deadletter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The console over HTTP: what it answers, with which headers, and to whom. */
@Timeout(120)
class DeadLetterConsoleHttpIntegrationTests {

    private static final String PAGE = "/actuator/deadletters-console";

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void servesItsFilesWithHeadersThatLetNothingElseRun(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext service = ConsoleService.start(type, "headers-" + type.ordinal())) {
            String management = ConsoleService.management(service);
            Map<String, String> files = Map.of(
                    PAGE,
                    "text/html;charset=utf-8",
                    PAGE + "/console.js",
                    "text/javascript;charset=utf-8",
                    PAGE + "/console.css",
                    "text/css;charset=utf-8");

            for (Map.Entry<String, String> file : files.entrySet()) {
                HttpResponse<String> answer = get(management + file.getKey());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .isEqualToIgnoringCase(file.getValue());
                assertThat(answer.headers().map())
                        .containsEntry(
                                "content-security-policy",
                                List.of("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                                        + "img-src 'self' data:; base-uri 'none'; form-action 'none'; "
                                        + "frame-ancestors 'none'"))
                        .containsEntry("x-content-type-options", List.of("nosniff"))
                        .containsEntry("x-frame-options", List.of("DENY"))
                        .containsEntry("referrer-policy", List.of("no-referrer"))
                        .containsEntry("cache-control", List.of("no-store"));
            }
            assertThat(get(management + PAGE + ";a=b").headers().firstValue("Content-Security-Policy"))
                    .isPresent();
            assertThat(get(management + "/actuator/deadletters").headers().firstValue("Content-Security-Policy"))
                    .isEmpty();
        }
    }

    @Test
    void isNeitherOnTheApplicationsPortNorServesOtherFiles() throws Exception {
        try (ConfigurableApplicationContext service =
                ConsoleService.start(WebApplicationType.SERVLET, "ports", "management.server.base-path=/ops")) {
            String application =
                    "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
            String management = ConsoleService.management(service) + "/ops";

            assertThat(get(management + PAGE).statusCode()).isEqualTo(200);
            assertThat(get(application + PAGE).statusCode()).isEqualTo(404);
            for (String name : List.of("console.html", "package-info.class", "..%2Fschema-h2.sql", "%2Fetc%2Fpasswd")) {
                assertThat(get(management + PAGE + "/" + name).statusCode()).isBetween(400, 404);
            }
        }
    }

    @Test
    void saysWhereTheEndpointsAreAndEscapesWhatItIsTold() throws Exception {
        try (ConfigurableApplicationContext service = ConsoleService.start(
                WebApplicationType.SERVLET,
                "told",
                "spring.application.name=a\"><b>",
                "bookstore.events.dead-letter.store.group=told",
                "management.endpoints.web.path-mapping.deadlettersconsole=dead/console")) {
            String page = get(ConsoleService.management(service) + "/actuator/dead/console")
                    .body();

            assertThat(page)
                    .contains("data-letters=\"../deadletters\" data-outbox=\"\" data-writes=\"false\"")
                    .contains("src=\"../dead/console/console.js\"")
                    .contains("<title>Dead letters a&quot;&gt;&lt;b&gt;</title>")
                    .doesNotContain("{{")
                    .doesNotContain("<b>");
        }
    }

    @ParameterizedTest
    @EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void isProtectedAsTheEndpointIs(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext service = ConsoleService.start(
                type,
                "secured-" + type.ordinal(),
                "spring.autoconfigure.exclude=",
                "server.port=0",
                "management.server.port=",
                "spring.security.user.name=ada",
                "spring.security.user.password=secret")) {
            String application =
                    "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");

            for (String path : List.of("/actuator/deadletters", PAGE, PAGE + "/console.js")) {
                assertThat(get(application + path).statusCode()).isEqualTo(401);
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(application + path))
                                .header(
                                        "Authorization",
                                        "Basic " + Base64.getEncoder().encodeToString("ada:secret".getBytes("UTF-8")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("Content-Security-Policy"))
                        .hasSize(path.startsWith(PAGE) ? 1 : 0);
                assertThat(answer.headers().allValues("X-Frame-Options")).hasSize(1);
            }
        }
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
