package com.bookstore.events.deadletter.console;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.RequestPath;

/**
 * The headers that keep a browser from running or framing anything but the console itself, whatever a dead letter carries.
 */
final class ConsoleHeaders {

    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    private final Supplier<@Nullable String> console;

    /**
     * Asks for the path at each request, since endpoints are found after the filters.
     *
     * @param console the page's path, {@code null} if it is not served
     */
    ConsoleHeaders(Supplier<@Nullable String> console) {
        this.console = console;
    }

    /** Compares as handlers are found: segment by segment, decoded, without parameters. */
    boolean belongTo(RequestPath request) {
        String path = console.get();
        if (path == null) {
            return false;
        }
        String asked = request.elements().stream()
                .filter(PathSegment.class::isInstance)
                .map(segment -> "/" + ((PathSegment) segment).valueToMatch())
                .collect(Collectors.joining());
        return asked.endsWith(path) || asked.contains(path + "/");
    }
}
