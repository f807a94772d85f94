package com.bookstore.events.deadletter.console;

import org.jspecify.annotations.Nullable;

/**
 * Where the page finds its files and endpoints, as seen from itself: what stands before, like a context path or what a proxy
 * has taken away, does not matter.
 */
final class ConsolePaths {

    private ConsolePaths() {}

    /**
     * Returns a relative URL.
     *
     * @param page the page's path below the base path
     * @param target the other path below the base path
     * @return the way from one to the other; empty if there is no target
     */
    static String from(String page, @Nullable String target) {
        long levels = page.chars().filter(character -> character == '/').count();
        return target == null ? "" : "../".repeat((int) levels) + target;
    }
}
