package com.bookstore.users;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service. Nothing here configures Kafka: the starter on the class path does. */
@SpringBootApplication
public class UserServiceApplication {

    /**
     * Starts the service from the command line.
     *
     * @param args command line arguments, for example {@code --spring.kafka.bootstrap-servers=broker:9092}
     */
    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the service. Its configuration is user-service.yml, so that it can share a class path with other services.
     *
     * @param args command line arguments
     * @return the running service
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(UserServiceApplication.class)
                .properties("spring.config.name=user-service")
                .run(args);
    }
}
