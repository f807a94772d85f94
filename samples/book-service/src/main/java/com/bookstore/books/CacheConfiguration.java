package com.bookstore.books;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Books that were asked for lately, in the memory of this instance. */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class CacheConfiguration {

    /** Evicts after the commit: before it, a reader would put the old book back. */
    @Bean
    CacheManager cacheManager() {
        var caches = new CaffeineCacheManager(BookCache.NAME);
        caches.setCaffeine(Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofMinutes(1))
                .recordStats());
        return new TransactionAwareCacheManagerProxy(caches);
    }
}
