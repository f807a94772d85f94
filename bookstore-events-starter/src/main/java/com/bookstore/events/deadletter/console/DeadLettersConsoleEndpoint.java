package com.bookstore.events.deadletter.console;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;
import org.springframework.web.util.HtmlUtils;

/**
 * Serves the console. It holds no data: the page reads the endpoint {@code deadletters}, and that of the outbox, with the rights
 * of who looks at it.
 */
@WebEndpoint(id = "deadlettersconsole")
final class DeadLettersConsoleEndpoint {

    static final EndpointId ID = EndpointId.of("deadlettersconsole");

    /** The path below the base path, unless {@code management.endpoints.web.path-mapping} names another. */
    static final String PATH = "deadletters-console";

    private static final EndpointId LETTERS = EndpointId.of("deadletters");
    private static final EndpointId OUTBOX = EndpointId.of("outbox");

    private static final String HTML = "text/html;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String STYLE = "text/css;charset=UTF-8";

    private final Supplier<PathMappedEndpoints> endpoints;
    private final String service;
    private final boolean writesAllowed;

    /**
     * Serves the page.
     *
     * @param endpoints where endpoints are, asked for when they are all known
     * @param service the service's name
     * @param writesAllowed whether the endpoint of dead letters writes
     */
    DeadLettersConsoleEndpoint(Supplier<PathMappedEndpoints> endpoints, String service, boolean writesAllowed) {
        this.endpoints = endpoints;
        this.service = service;
        this.writesAllowed = writesAllowed;
    }

    @ReadOperation(produces = HTML)
    WebEndpointResponse<String> page() {
        String own = path(ID);
        String page = own == null ? PATH : own;
        return new WebEndpointResponse<>(
                ConsoleFile.page()
                        .replace("{{files}}", attribute(ConsolePaths.from(page, page)))
                        .replace("{{letters}}", attribute(ConsolePaths.from(page, path(LETTERS))))
                        .replace("{{outbox}}", attribute(ConsolePaths.from(page, path(OUTBOX))))
                        .replace("{{writes}}", Boolean.toString(writesAllowed))
                        .replace("{{service}}", attribute(service)),
                MimeType.valueOf(HTML));
    }

    @ReadOperation(produces = {SCRIPT, STYLE})
    WebEndpointResponse<String> file(@Selector String name) {
        MimeType type = MimeType.valueOf(name.endsWith(".css") ? STYLE : SCRIPT);
        return ConsoleFile.read(name)
                .map(text -> new WebEndpointResponse<>(text, type))
                .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
    }

    private @Nullable String path(EndpointId endpoint) {
        return endpoints.get().getRootPath(endpoint);
    }

    private static String attribute(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
