package com.bookstore.events.test.published;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Hands {@link PublishedEvents} to test methods. Where the parameter is autowired, Spring does it. */
public final class PublishedEventsParameterResolver implements ParameterResolver {

    /** Called by JUnit. */
    public PublishedEventsParameterResolver() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PublishedEvents.class
                && parameter.getDeclaringExecutable() instanceof Method
                && !ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SpringExtension.getApplicationContext(context).getBean(PublishedEvents.class);
    }
}
