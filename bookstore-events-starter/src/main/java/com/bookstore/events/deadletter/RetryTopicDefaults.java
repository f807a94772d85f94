package com.bookstore.events.deadletter;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.annotation.RetryableTopicAnnotationProcessor;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.kafka.config.MultiMethodKafkaListenerEndpoint;
import org.springframework.kafka.retrytopic.DltStrategy;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurer;
import org.springframework.kafka.support.EndpointHandlerMethod;

/**
 * Reads a listener's annotation anew with our values in place of Spring's defaults. What the annotation sets to anything else
 * stays. Without a handler of its own for dead letters, a listener has no dead-letter topic of its own either.
 */
final class RetryTopicDefaults {

    private final RetryTopicProperties properties;

    RetryTopicDefaults(RetryTopicProperties properties) {
        this.properties = properties;
    }

    Applied apply(MethodKafkaListenerEndpoint<?, ?> listener, RetryTopicConfiguration configured, BeanFactory beans) {
        boolean onClass = listener instanceof MultiMethodKafkaListenerEndpoint<?, ?>;
        Class<?> type = onClass
                ? AopUtils.getTargetClass(listener.getBean())
                : listener.getMethod().getDeclaringClass();
        MergedAnnotation<RetryableTopic> annotation = MergedAnnotations.from(
                        onClass ? type : listener.getMethod(),
                        SearchStrategy.TYPE_HIERARCHY,
                        RepeatableContainers.none())
                .get(RetryableTopic.class);
        if (!annotation.isPresent()) {
            return new Applied(configured, false); // by a bean of the application, which says everything itself
        }
        EndpointHandlerMethod handler = configured.getDltHandlerMethod();
        boolean ownDeadLetters = handler != RetryTopicConfigurer.DEFAULT_DLT_HANDLER;
        RetryTopicConfiguration completed = new RetryableTopicAnnotationProcessor(beans)
                .processAnnotation(
                        new String[0],
                        type,
                        withDefaults(annotation, ownDeadLetters),
                        ownDeadLetters && handler != null
                                ? handler.resolveBean(beans)
                                : this); // asked for by that handler only
        return new Applied(completed, isSilentAboutTopics(annotation));
    }

    private RetryableTopic withDefaults(MergedAnnotation<RetryableTopic> annotation, boolean ownDeadLetters) {
        Map<String, Object> attributes =
                new HashMap<>(AnnotationUtils.getAnnotationAttributes(null, annotation.synthesize()));
        if (annotation.hasDefaultValue("attempts")) {
            attributes.put("attempts", Integer.toString(properties.attempts()));
        }
        if (annotation.hasDefaultValue("backOff")) {
            attributes.put("backOff", backOff());
        }
        if (!ownDeadLetters && annotation.hasDefaultValue("exceptionBasedDltRouting")) {
            attributes.put("dltStrategy", DltStrategy.NO_DLT);
        }
        if (isSilentAboutTopics(annotation)) {
            attributes.put("autoCreateTopics", "false");
        }
        return AnnotationUtils.synthesizeAnnotation(attributes, RetryableTopic.class, null);
    }

    private static boolean isSilentAboutTopics(MergedAnnotation<RetryableTopic> annotation) {
        return Stream.of("autoCreateTopics", "numPartitions", "replicationFactor")
                .allMatch(annotation::hasDefaultValue);
    }

    private BackOff backOff() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("delay", properties.delay().toMillis());
        if (properties.multiplier() > 1) {
            attributes.put("multiplier", properties.multiplier());
            attributes.put("maxDelay", properties.maxDelay().toMillis());
        }
        return AnnotationUtils.synthesizeAnnotation(attributes, BackOff.class, null);
    }

    /**
     * A listener's configuration.
     *
     * @param configuration what Spring is to set up
     * @param declareTopics whether it is ours to declare the topics, as Spring does not
     */
    record Applied(RetryTopicConfiguration configuration, boolean declareTopics) {}
}
