package com.bookstore.cdc;

import java.io.IOException;
import java.io.OutputStream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Tells others what captured changes mean; all it does is done by the starter. It ends with the process that started it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TranslatingService {

    public static void main(String[] properties) throws IOException {
        new SpringApplicationBuilder(TranslatingService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(properties);
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
