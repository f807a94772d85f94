package com.bookstore.books;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What tests with an embedded broker leave behind as system properties would win over application.yml. */
final class NoBrokerProperty implements BeforeAllCallback, AfterAllCallback {

    private static final String NAME = "spring.kafka.bootstrap-servers";

    private @Nullable String value;

    @Override
    public void beforeAll(ExtensionContext context) {
        value = System.clearProperty(NAME);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (value != null) {
            System.setProperty(NAME, value);
        }
    }
}
