package com.bookstore.events.deadletter.console;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.server.RequestPath;

/** Sets the console's headers in a servlet container. */
final class ConsoleHeadersFilter implements Filter {

    private final ConsoleHeaders headers;

    ConsoleHeadersFilter(ConsoleHeaders headers) {
        this.headers = headers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && headers.belongTo(RequestPath.parse(http.getRequestURI(), http.getContextPath()))) {
            ConsoleHeaders.ALL.forEach(answer::setHeader);
        }
        chain.doFilter(request, response);
    }
}
