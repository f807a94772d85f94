package com.example;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.publishing.EventPublisher;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole service with an event of its own: what the README promises a user has to write. */
@SpringBootApplication
@RestController
public class TenLines {

    @EventType(name = "greeted", topic = "greetings")
    record Greeted(String key, String text) implements DomainEvent {}

    private final EventPublisher events;

    TenLines(EventPublisher events) {
        this.events = events;
    }

    @PostMapping("/greetings/{name}")
    String greet(@PathVariable String name) {
        return events.publish(new Greeted(name, "Hello " + name)).join().metadata().eventId();
    }

    @KafkaListener(topics = "greetings", groupId = "ten-lines")
    void on(Greeted event) {
        System.out.println("received " + event);
    }

    public static void main(String[] args) {
        SpringApplication.run(TenLines.class, args);
    }
}
