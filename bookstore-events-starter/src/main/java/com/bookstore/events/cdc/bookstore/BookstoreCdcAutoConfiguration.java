package com.bookstore.events.cdc.bookstore;

import com.bookstore.events.cdc.CdcAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Provides the ready translators, if they are switched on. */
@AutoConfiguration(before = CdcAutoConfiguration.class)
@ConditionalOnBooleanProperty(BookstoreCdcProperties.PREFIX + ".enabled")
@EnableConfigurationProperties(BookstoreCdcProperties.class)
public final class BookstoreCdcAutoConfiguration {

    BookstoreCdcAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    BookTranslator cdcBookTranslator(BookstoreCdcProperties properties) {
        return new BookTranslator(properties.booksTable(), properties.inventoryTransactionsTable() == null);
    }

    @Bean
    @ConditionalOnProperty(BookstoreCdcProperties.PREFIX + ".inventory-transactions-table")
    @ConditionalOnMissingBean
    InventoryTransactionTranslator cdcInventoryTransactionTranslator(
            @Value("${" + BookstoreCdcProperties.PREFIX + ".inventory-transactions-table}") String table) {
        return new InventoryTransactionTranslator(table);
    }
}
