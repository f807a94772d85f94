package com.bookstore.events.deadletter.console;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The console as somebody uses it. */
final class ConsolePage {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int MOST_TABS = 200;

    private final ChromeDriver browser;
    private final String url;

    ConsolePage(ChromeDriver browser, String url) {
        this.browser = browser;
        this.url = url;
    }

    /** Opens the page anew and waits until it has read everything. */
    ConsolePage open(String hash) {
        browser.get("about:blank");
        browser.get(url + hash);
        awaitThat(() -> "true".equals(script("return document.documentElement.dataset.ready ?? 'false'")));
        return this;
    }

    WebElement at(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return at(css).getText();
    }

    void click(String css) {
        awaitThat(() -> at(css).isDisplayed() && at(css).isEnabled());
        at(css).click();
    }

    /** The group or status of this name, which says how many dead letters it has. */
    WebElement group(String list, String title) {
        return all(list + " button").stream()
                .filter(button -> title.equals(button.getDomAttribute("title")))
                .findFirst()
                .orElseThrow();
    }

    void awaitText(String css, String expected) {
        awaitThat(() -> text(css).contains(expected));
    }

    void awaitThat(Check check) {
        await().atMost(WITHIN).pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                return check.holds();
            } catch (NoSuchElementException | StaleElementReferenceException madeAnew) {
                return false;
            }
        });
    }

    Object script(String code, Object... arguments) {
        return browser.executeScript(code, arguments);
    }

    String focused() {
        return browser.switchTo().activeElement().getDomAttribute("id");
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        browser.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on by Tab until the focus is on such an element. */
    void tabTo(String css, CharSequence tab) {
        for (int pressed = 0; pressed < MOST_TABS; pressed++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
            press(tab);
        }
        throw new AssertionError("No way to " + css + " by " + MOST_TABS + " tabs");
    }

    void dark(boolean dark) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What the browser complained of since the last question, violations of the policy among it. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }

    /** Something that is so or will be. */
    @FunctionalInterface
    interface Check {

        boolean holds();
    }
}
