package com.bookstore.events.deadletter.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.bookstore.events.deadletter.replay.DeadLetterReplays;
import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterDetails;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetterStatus;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.deadletter.store.Letter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The console in a browser, on a service with a broker and a database. With {@code -Dbookstore.tests.screenshots=FOLDER} the
 * pictures of the documentation are made.
 */
@Timeout(300)
@EnabledIf(value = "com.bookstore.events.deadletter.console.Chromium#isPresent", disabledReason = Chromium.INSTALL)
class DeadLetterConsoleIntegrationTests {

    private static final DeadLetterFilter ALL = DeadLetterFilter.ALL;
    private static final String STOCK = "com.bookstore.books.OutOfStockException";
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    private static ConfigurableApplicationContext service;
    private static DeadLetters letters;
    private static ChromeDriver browser;
    private static ConsolePage page;

    @BeforeAll
    static void start() throws Exception {
        ConsoleBroker.createTopics("order-events", "book-events");
        service = ConsoleService.start(
                WebApplicationType.SERVLET,
                "book-service",
                "management.server.base-path=/ops",
                "bookstore.events.dead-letter.endpoint.allow-writes=true",
                "bookstore.events.dead-letter.endpoint.show-payloads=true",
                "bookstore.events.dead-letter.replay.topics=order-events,book-events",
                "bookstore.events.outbox.enabled=true",
                "bookstore.events.outbox.initialize-schema=always");
        letters = service.getBean(DeadLetters.class);
        browser = Chromium.open();
        page = new ConsolePage(browser, ConsoleService.management(service) + "/ops/actuator/deadletters-console");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (service != null) {
            service.close();
        }
    }

    @BeforeEach
    void empty() {
        DeadLetterReplays replays = service.getBean(DeadLetterReplays.class);
        replays.recent().forEach(run -> replays.cancel(run.id(), "test"));
        await().atMost(Duration.ofSeconds(60)).until(() -> replays.recent().stream()
                .allMatch(run -> run.state().isEnd()));
        JdbcTemplate jdbc = new JdbcTemplate(service.getBean(DataSource.class));
        jdbc.update("DELETE FROM dead_letter_state");
        jdbc.update("DELETE FROM dead_letter");
        page.dark(false);
        page.complaints();
    }

    @Test
    void aGroupIsReplayedAndShrinksToNothing() throws Exception {
        store(shelf());
        page.open("");
        assertThat(page.text("#count")).isEqualTo("140 dead letters");
        assertThat(page.at("#replay").isEnabled()).isFalse();

        page.group("#causes", STOCK).click();
        page.awaitText("#count", "120 dead letters");
        assertThat(page.all("#rows tr")).hasSize(50);
        page.click("#replay");
        page.awaitText("#preview", "120 dead letters will be sent.");
        assertThat(page.text("#preview")).contains("order-events");
        assertThat(letters.statuses(ALL).get(DeadLetterStatus.NEW)).isEqualTo(140); // it was only asked
        page.click("#write-confirm");

        page.awaitText("#runs", "120 of 120 sent");
        page.awaitText("#count", "0 dead letters");
        page.awaitThat(() -> page.all("#rows tr").isEmpty());
        assertThat(page.group("#causes", STOCK).getText()).endsWith("0");
        assertThat(letters.statuses(ALL))
                .containsEntry(DeadLetterStatus.REPLAYED, 120L)
                .containsEntry(DeadLetterStatus.NEW, 20L);
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void aReplayIsCancelled() throws Exception {
        store(shelf());
        page.open("#topic=order-events");
        page.click("#replay");
        page.awaitText("#preview", "120 dead letters will be sent.");
        page.at("#write input[name=rate]").sendKeys("1");
        page.click("#write-confirm");

        page.awaitText("#runs .running", "of 120 sent");
        page.click("#runs .running button");
        page.awaitText("#runs .cancelled", "cancelled");
        page.click("#runs .cancelled button");

        assertThat(letters.statuses(ALL).get(DeadLetterStatus.NEW)).isGreaterThan(20);
    }

    @Test
    void severalRowsAreResolvedAtOnce() throws Exception {
        store(shelf());
        page.open("");
        page.click("#rows tr:nth-child(2) input");
        page.click("#rows tr:nth-child(4) input");
        page.awaitText("#count", "2 of 140 dead letters selected");
        page.click("#resolve");
        page.at("#write textarea").sendKeys("Corrected by hand");
        page.click("#write-confirm");

        page.awaitText("#count", "138 dead letters");
        assertThat(letters.statuses(ALL).get(DeadLetterStatus.RESOLVED)).isEqualTo(2);
    }

    @Test
    void springSecuritysTokenAgainstForgedRequestsGoesAlong() throws Exception {
        try (ConfigurableApplicationContext secured = ConsoleService.start(
                WebApplicationType.SERVLET,
                "forgery",
                "spring.autoconfigure.exclude=",
                "spring.main.sources=" + SecuredConsole.class.getName(),
                "management.server.port=",
                "spring.security.user.name=ada",
                "spring.security.user.password=secret",
                "bookstore.events.dead-letter.endpoint.allow-writes=true")) {
            ConsoleBroker.send(List.of(order(1)), "forgery-dead");
            DeadLetters stored = secured.getBean(DeadLetters.class);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stored.list(ALL, null, 1).size() == 1);
            String host = "localhost:" + secured.getEnvironment().getRequiredProperty("local.server.port");
            browser.get("http://ada:secret@" + host + "/actuator/deadletters"); // signs in
            ConsolePage its = new ConsolePage(browser, "http://" + host + "/actuator/deadletters-console");
            its.open("");

            its.click("#rows .open");
            its.awaitText("#record-status", "new");
            its.click("#record-discard");
            its.at("#write textarea").sendKeys("A test");
            its.click("#write-confirm");

            its.awaitText("#record-body", "A test");
            assertThat(stored.find(stored.list(ALL, null, 1).get(0).id())
                            .orElseThrow()
                            .history())
                    .singleElement()
                    .satisfies(action -> assertThat(action.by()).isEqualTo("ada"));
        }
    }

    @Test
    void whereWritingIsOffTheButtonsSayWhy() throws Exception {
        try (ConfigurableApplicationContext reading = ConsoleService.start(WebApplicationType.SERVLET, "reading")) {
            ConsoleBroker.send(List.of(order(1)), "reading-dead");
            DeadLetters stored = reading.getBean(DeadLetters.class);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stored.list(ALL, null, 1).size() == 1);
            ConsolePage its =
                    new ConsolePage(browser, ConsoleService.management(reading) + "/actuator/deadletters-console");
            its.open("#topic=order-events");

            assertThat(its.text("#hint")).contains("bookstore.events.dead-letter.endpoint.allow-writes=true");
            assertThat(its.at("#replay").isEnabled()).isFalse();
            assertThat(its.at("#outbox").isDisplayed()).isFalse();
            its.click("#rows .open");
            its.awaitText("#record-body", "Values are behind a mask");
            assertThat(its.at("#record-discard").isEnabled()).isFalse();
            assertThat(its.text("#record-body")).doesNotContain("London");
        }
    }

    @Test
    void oneIsDiscardedWithAReason() throws Exception {
        store(shelf());
        DeadLetter newest = letters.list(ALL, null, 1).get(0);
        long id = newest.id();
        page.open("");

        page.click("#rows tr[data-id=\"" + id + "\"] .open");
        page.awaitText("#record-body", newest.source().topic() + ", partition 0");
        page.click("#record-discard");
        page.click("#write-confirm");
        assertThat(page.at("#write").isDisplayed()).isTrue(); // a reason is required
        assertThat(letters.statuses(ALL).get(DeadLetterStatus.DISCARDED)).isZero();
        page.at("#write textarea").sendKeys("The customer has cancelled");
        page.click("#write-confirm");

        page.awaitText("#record-status", "discarded");
        page.awaitText("#record-body", "The customer has cancelled");
        assertThat(page.at("#record-discard").isEnabled()).isFalse();
        page.awaitText("#count", "139 dead letters");
        DeadLetterDetails stored = letters.find(id).orElseThrow();
        assertThat(stored.letter().status()).isEqualTo(DeadLetterStatus.DISCARDED);
        assertThat(stored.history()).last().satisfies(action -> assertThat(action.detail())
                .isEqualTo("The customer has cancelled"));
    }

    @Test
    void everythingIsReachedWithoutAMouse() throws Exception {
        store(shelf());
        page.open("");

        page.press("/");
        assertThat(page.script("return document.activeElement.name")).isEqualTo("key");
        page.press("order-7", Keys.ENTER);
        page.awaitText("#count", "1 dead letter");
        page.tabTo("#all", Keys.TAB);
        page.press(Keys.ARROW_DOWN);
        page.press(Keys.ENTER);
        page.awaitText("#record-body", "order-7");
        page.press(Keys.ESCAPE);
        page.awaitThat(() -> !page.at("#record").isDisplayed());
        assertThat(page.script("return document.activeElement.className")).isEqualTo("open");
        page.tabTo("#rows input", Keys.chord(Keys.SHIFT, Keys.TAB));
        page.press(Keys.ENTER); // on the box as well
        page.awaitText("#record-body", "order-7");
        page.press(Keys.ESCAPE);
        page.awaitThat(() -> !page.at("#record").isDisplayed());
        page.press("x");
        page.awaitText("#count", "1 of 1 dead letter selected");
        page.tabTo("#replay", Keys.chord(Keys.SHIFT, Keys.TAB));
        page.press(Keys.ENTER);
        page.awaitText("#preview", "1 dead letter will be sent.");
        page.awaitThat(() -> "write-confirm".equals(page.focused()));
        page.press(Keys.ENTER);

        page.awaitText("#runs", "1 of 1 sent");
        page.awaitText("#count", "0 dead letters");
        assertThat(letters.statuses(ALL).get(DeadLetterStatus.REPLAYED)).isEqualTo(1);
    }

    @Test
    void whatADeadLetterCarriesStaysText() throws Exception {
        store(List.of(Letter.of("shop", "order-events", 0, 1)
                .because(HOSTILE, HOSTILE)
                .key(HOSTILE)
                .event("x", "y")
                .value("{\"type\":\"x\",\"eventId\":\"y\",\"note\":\"%s\"}".formatted(HOSTILE.replace("\"", "\\\"")))
                .set(HOSTILE, Letter.bytes(HOSTILE))
                .set("__TypeId__", Letter.bytes(HOSTILE))));
        page.open("");

        assertThat(page.text("#rows tr")).contains("onerror");
        page.click("#rows .open");
        page.awaitText("#record-body .headers", HOSTILE);

        assertThat(page.text("#record-body pre")).contains("<script>document.title='owned'</script>");
        assertThat(browser.getTitle()).isEqualTo("Dead letters book-service");
        assertThat(page.all("img")).isEmpty();
        assertThat(page.all("script")).hasSize(1);
        assertThat(page.complaints()).isEmpty();
        page.press(Keys.ESCAPE);
        page.script("document.querySelector('#causes button').click()");
        page.awaitText("#caption", "onerror");
        assertThat(page.all("img")).isEmpty();
    }

    @Test
    void tenThousandDeadLettersStayUsable() throws Exception {
        store(IntStream.range(0, 10_000)
                .mapToObj(i -> order(i).because("com.acme.Cause" + i % 20, "number " + i))
                .toList());

        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            page.open("");
            millis.add(((Number) page.script("return performance.now()")).doubleValue());
        }

        assertThat(millis.stream().min(Comparator.naturalOrder()).orElseThrow())
                .as("milliseconds until the list is there, the best of %s", millis)
                .isLessThan(2_000);
        assertThat(page.text("#count")).isEqualTo("10,000 dead letters");
        assertThat(page.all("#rows tr")).hasSize(50);
        page.click("#older");
        page.awaitText("#page", "51 – 100");
        assertThat(page.all("#rows tr")).hasSize(50);
        page.click("#newer");
        page.awaitText("#page", "1 – 50");
        page.group("#causes", "com.acme.Cause7").click();
        page.awaitText("#count", "500 dead letters");
        assertThat(((Number) page.script("return document.querySelectorAll('*').length")).intValue())
                .isLessThan(2_000);
    }

    @Test
    void followsTheSystemsLightOrDark() throws Exception {
        store(shelf());
        page.open("");
        String background = "return getComputedStyle(document.body).backgroundColor";

        assertThat(page.script(background)).isEqualTo("rgb(246, 247, 249)");
        page.dark(true);
        assertThat(page.script(background)).isEqualTo("rgb(20, 23, 27)");
    }

    @Test
    void showsTheOutboxBesideIt() throws Exception {
        page.open("");

        page.awaitText("#outbox", "pending");
        assertThat(page.text("#outbox")).contains("Parked").contains("Relays");
        assertThat(page.text("#empty")).isEqualTo("No dead letter fits.");
    }

    @Test
    void picturesForTheDocumentation() throws Exception {
        String folder = System.getProperty("bookstore.tests.screenshots");
        assumeTrue(folder != null, "no -Dbookstore.tests.screenshots=FOLDER");
        store(shelf());
        long id = letters.list(ALL.withCause(STOCK), null, 1).get(0).id();
        for (boolean dark : List.of(false, true)) {
            String suffix = dark ? "-dark.png" : ".png";
            page.dark(dark);
            page.open("");
            page.screenshot(Path.of(folder, "console" + suffix));
            page.click("#rows tr[data-id=\"" + id + "\"] .open");
            page.awaitText("#record-body", "History");
            page.screenshot(Path.of(folder, "console-record" + suffix));
            page.press(Keys.ESCAPE);
            page.group("#causes", STOCK).click();
            page.awaitText("#count", "120 dead letters");
            page.click("#replay");
            page.awaitText("#preview", "will be sent");
            page.screenshot(Path.of(folder, "console-replay" + suffix));
            page.press(Keys.ESCAPE);
        }
    }

    /** 120 orders of books that are out of stock, and 20 books of two other causes. */
    private static List<Letter> shelf() {
        List<Letter> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(book(i).because("org.springframework.dao.QueryTimeoutException", "Statement cancelled after 5 s"));
        }
        for (int i = 8; i < 20; i++) {
            all.add(book(i).because(
                            "com.bookstore.events.json.InvalidEventException", "The property 'price' is missing"));
        }
        for (int i = 0; i < 120; i++) {
            all.add(order(i).because(STOCK, "Book %d: 3 were ordered, but none is left".formatted(100 + i % 7)));
        }
        return all;
    }

    private static Letter order(int number) {
        return Letter.of("book-service", "order-events", 0, number)
                .key("order-" + number)
                .set("__TypeId__", Letter.bytes("orderPlaced"))
                .set("correlationId", Letter.bytes("c0ffee00-0000-4000-8000-%012d".formatted(number)))
                .value(
                        """
                        {"type":"orderPlaced","eventId":"5eed0000-0000-4000-8000-%012d","timestamp":"2026-11-27T10:15:30Z",\
                        "source":"book-service","orderId":"order-%d","bookId":%d,"quantity":3,\
                        "customer":{"name":"Ada","city":"London"}}"""
                                .formatted(number, number, 100 + number % 7));
    }

    private static Letter book(int number) {
        return Letter.of("book-service", "book-events", 0, number)
                .key("book-" + number)
                .set("__TypeId__", Letter.bytes("bookUpdated"))
                .value("{\"type\":\"bookUpdated\",\"eventId\":\"b00c0000-0000-4000-8000-%012d\"}".formatted(number));
    }

    private static void store(List<Letter> some) throws Exception {
        ConsoleBroker.send(some, "book-service-dead");
        await().atMost(Duration.ofSeconds(120))
                .until(() -> letters.statuses(ALL).get(DeadLetterStatus.NEW) == some.size());
        Map<DeadLetterStatus, Long> statuses = letters.statuses(ALL);
        assertThat(statuses.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(some.size());
        DeadLetter newest = letters.list(ALL, null, 1).get(0);
        assertThat(newest.attempts()).isEqualTo(1);
    }
}
