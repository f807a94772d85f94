package com.bookstore.events.deadletter.console;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Sets the console's headers with WebFlux. */
final class ConsoleHeadersWebFilter implements WebFilter {

    private final ConsoleHeaders headers;

    ConsoleHeadersWebFilter(ConsoleHeaders headers) {
        this.headers = headers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (headers.belongTo(exchange.getRequest().getPath())) {
            ConsoleHeaders.ALL.forEach(exchange.getResponse().getHeaders()::set);
        }
        return chain.filter(exchange);
    }
}
