package com.bookstore.shop;

import com.bookstore.events.test.embedded.EmbeddedEventBroker;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** What all tests of the shop have in common; a slow machine needs the time. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@EmbeddedEventBroker(timeout = "60s")
@interface ShopTest {}
