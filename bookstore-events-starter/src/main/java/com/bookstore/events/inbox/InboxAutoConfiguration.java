package com.bookstore.events.inbox;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import com.bookstore.events.topic.TopicAutoConfiguration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Provides the guard of listeners that handle each event once, if a bean is annotated so or all listeners are to. What the
 * guard needs is made when there is such a listener, and not before: the table is looked for, transactions are checked,
 * cleaning starts.
 */
@AutoConfiguration(after = {ObservabilityAutoConfiguration.class, TopicAutoConfiguration.class})
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@Conditional(InboxAutoConfiguration.Used.class)
@EnableConfigurationProperties(InboxProperties.class)
public final class InboxAutoConfiguration {

    InboxAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardedListeners guardedListeners() {
        return new GuardedListeners();
    }

    @Bean
    InboxGuard inboxGuard(
            InboxProperties properties,
            ObjectProvider<InboxTransactions> transactions,
            EventRecorder recorder,
            Environment environment,
            GuardedListeners guarded) {
        return new InboxGuard(
                properties.allListeners(),
                () -> {
                    InboxTransactions available = transactions.getIfAvailable();
                    if (available == null) {
                        throw InboxSetupException.withoutJdbc();
                    }
                    return available;
                },
                recorder,
                environment::resolveRequiredPlaceholders,
                guarded);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @Import(JdbcInboxConfiguration.class)
    static class Jdbc {}

    /** Looks at the beans known so far, which are all but those of auto-configurations that come late. */
    static final class Used implements ConfigurationCondition {

        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean allListeners = context.getEnvironment()
                    .getProperty(InboxProperties.PREFIX + ".all-listeners", Boolean.class, false);
            ConfigurableListableBeanFactory beans = context.getBeanFactory();
            return allListeners
                    || (beans != null
                            && Stream.of(beans.getBeanDefinitionNames())
                                    .map(name -> beans.getType(name, false))
                                    .anyMatch(Used::isAnnotated));
        }

        private static boolean isAnnotated(@Nullable Class<?> type) {
            if (type == null || type.getName().startsWith("org.springframework.")) {
                return false;
            }
            Class<?> declared = ClassUtils.getUserClass(type);
            return AnnotatedElementUtils.hasAnnotation(declared, IdempotentConsumer.class)
                    || !MethodIntrospector.selectMethods(declared, (ReflectionUtils.MethodFilter)
                                    method -> AnnotatedElementUtils.hasAnnotation(method, IdempotentConsumer.class))
                            .isEmpty();
        }
    }
}
