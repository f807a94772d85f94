package com.bookstore.events.listening;

import java.util.ArrayList;
import java.util.List;
import org.springframework.kafka.annotation.KafkaListenerConfigurer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistrar;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Adds our parameter to what the application configured: resolvers are kept, and so is a factory of its own. */
final class EventListenerConfigurer implements KafkaListenerConfigurer {

    @Override
    public void configureKafkaListeners(KafkaListenerEndpointRegistrar registrar) {
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(registrar.getCustomMethodArgumentResolvers());
        resolvers.add(new EventMetadataResolver());
        registrar.setCustomMethodArgumentResolvers(resolvers.toArray(HandlerMethodArgumentResolver[]::new));
        MessageHandlerMethodFactory factory = registrar.getMessageHandlerMethodFactory();
        if (factory != null) {
            registrar.setMessageHandlerMethodFactory(
                    (bean, method) -> new EventHandlerMethod(factory.createInvocableHandlerMethod(bean, method)));
        }
    }
}
