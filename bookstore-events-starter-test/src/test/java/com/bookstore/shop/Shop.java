package com.bookstore.shop;

import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;

/** A service whose tests show how services are tested. */
@SpringBootApplication
@PropertySource("classpath:shop.properties")
class Shop {

    @Bean
    NewTopic receipts() {
        return new NewTopic("receipts", 2, (short) 3);
    }
}
