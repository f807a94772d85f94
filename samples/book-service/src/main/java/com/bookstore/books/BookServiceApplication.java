package com.bookstore.books;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. Nothing here configures Kafka: the starter on the class path does. */
@SpringBootApplication
public class BookServiceApplication {

    /**
     * Starts the service.
     *
     * @param args command line arguments, for example {@code --spring.profiles.active=prod,postgres}
     */
    public static void main(String[] args) {
        var service = new SpringApplication(BookServiceApplication.class);
        service.addInitializers(new ProductionSettings());
        service.run(args);
    }
}
