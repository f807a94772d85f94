package com.bookstore.events.integration;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.util.ClassUtils;

/** The library as a service without a broker gets it. */
public final class Starter {

    private static final FailureHandler IGNORE_THOSE_OF_OTHER_STACKS = (type, name, failure) -> {};

    private Starter() {}

    /** All auto-configurations of this module beside Boot's for Kafka; nothing connects to a broker. */
    public static ApplicationContextRunner runner() {
        return connectingRunner()
                .withPropertyValues("spring.kafka.admin.auto-create=false", "spring.kafka.listener.auto-startup=false");
    }

    /** The same, with topic creation and listeners. */
    public static ApplicationContextRunner connectingRunner() {
        List<Class<?>> configurations =
                new ArrayList<>(List.of(SslAutoConfiguration.class, KafkaAutoConfiguration.class));
        for (String candidate : ImportCandidates.load(AutoConfiguration.class, null)) {
            if (candidate.startsWith("com.bookstore.events.")) {
                configurations.add(ClassUtils.resolveClassName(candidate, null));
            }
        }
        return new ApplicationContextRunner()
                .withPropertyValues("spring.application.name=bookshop")
                .withConfiguration(AutoConfigurations.of(configurations.toArray(Class<?>[]::new)));
    }

    /** What Boot tells the user when the start fails with this. */
    public static FailureAnalysis analysis(Throwable failure) {
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, new StandardEnvironment());
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, IGNORE_THOSE_OF_OTHER_STACKS)
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Boot has no analysis of this failure", failure));
    }
}
