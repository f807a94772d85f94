package com.bookstore.events.listening;

import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.JsonAutoConfiguration;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.util.StringUtils;

/** Provides the consumer factory and the listener container factory; before Boot's, whose name is claimed if it is free. */
@AutoConfiguration(
        before = KafkaAutoConfiguration.class,
        after = {JsonAutoConfiguration.class, ObservabilityAutoConfiguration.class})
@EnableConfigurationProperties({ListeningProperties.class, KafkaProperties.class})
@Import(ContainerFactoryConfiguration.class)
public final class ListeningAutoConfiguration {

    private static final String ALLOW_WEAKER = "bookstore.events.publishing.allow-weaker-guarantees";

    ListeningAutoConfiguration() {}

    @Bean(defaultCandidate = false)
    @ConditionalOnMissingBean(name = "eventConsumerFactory")
    DefaultKafkaConsumerFactory<Object, Object> eventConsumerFactory(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            EventDeserializer deserializer,
            Environment environment,
            ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> customizers) {
        Map<String, Object> config = kafka.buildConsumerProperties();
        connect(config, connection.getConsumer());
        DefaultKafkaConsumerFactory<Object, Object> factory = new DefaultKafkaConsumerFactory<>(config);
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        factory.updateConfigs(ConsumerGuarantees.complete(
                factory.getConfigurationProperties(),
                environment.getProperty("spring.application.name"),
                environment.getProperty(ALLOW_WEAKER, Boolean.class, false)));
        factory.setKeyDeserializer(new KeyDeserializer());
        factory.setValueDeserializer(new AnyValueDeserializer(deserializer));
        return factory;
    }

    private static void connect(Map<String, Object> config, KafkaConnectionDetails.Configuration connection) {
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        if (StringUtils.hasLength(connection.getSecurityProtocol())) {
            config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            config.put("ssl.engine.factory.class", SslBundleSslEngineFactory.class);
            config.put(SslBundle.class.getName(), bundle);
        }
    }
}
