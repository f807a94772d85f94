package com.bookstore.events.deadletter.replay;

import com.bookstore.events.EventMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.annotation.KafkaListener;

/** A service with two consumer groups, of which one fails as it is told, and which stores its dead letters. */
@SpringBootConfiguration
@EnableAutoConfiguration
class ReplayService {

    volatile Function<Parcel, RuntimeException> failure = parcel -> null;
    final Queue<Handled> handled = new ConcurrentLinkedQueue<>();
    final Queue<Handled> handledByOthers = new ConcurrentLinkedQueue<>();

    static ConfigurableApplicationContext start(DataSource dataSource, String topic, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", topic);
        arguments.put("spring.kafka.bootstrap-servers", ReplayBroker.bootstrapServers());
        arguments.put("spring.kafka.consumer.fetch-max-wait", "20ms"); // for which each dead letter has the next wait
        arguments.put("bookstore.events.topics.parcels.name", topic);
        arguments.put("bookstore.events.topics.dead-letter-queue.name", topic + "-dead");
        arguments.put("bookstore.events.dead-letter.retry.max-retries", "0");
        arguments.put("bookstore.events.dead-letter.breaker.enabled", "false"); // they are to die one after the other
        arguments.put("bookstore.events.dead-letter.store.enabled", "true");
        arguments.put("bookstore.events.dead-letter.store.initialize-schema", "always");
        arguments.put("bookstore.events.dead-letter.store.group", topic + "-store");
        arguments.put("bookstore.events.dead-letter.store.table", topic.replace('-', '_'));
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        return new SpringApplicationBuilder(ReplayService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }

    @KafkaListener(
            topics = {"${bookstore.events.topics.parcels.name}", "${bookstore.events.topics.parcels.name}-shop-retry"},
            groupId = "shop")
    void on(Parcel parcel, EventMetadata metadata) {
        RuntimeException thrown = failure.apply(parcel);
        if (thrown != null) {
            throw thrown;
        }
        handled.add(new Handled(metadata.eventId(), parcel.parcel(), parcel.number(), parcel.note()));
    }

    @KafkaListener(topics = "${bookstore.events.topics.parcels.name}", groupId = "others")
    void others(Parcel parcel, EventMetadata metadata) {
        handledByOthers.add(new Handled(metadata.eventId(), parcel.parcel(), parcel.number(), parcel.note()));
    }

    List<Integer> numbers(String parcel) {
        return handled.stream()
                .filter(one -> one.parcel().equals(parcel))
                .map(Handled::number)
                .toList();
    }

    record Handled(String eventId, String parcel, int number, String note) {}
}
