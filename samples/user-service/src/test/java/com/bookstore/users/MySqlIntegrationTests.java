package com.bookstore.users;

import org.junit.jupiter.api.AfterAll;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** MySQL's driver, which takes any server for MySQL, against MariaDB: a MySQL server that needs no installation there is not. */
@ActiveProfiles("mysql")
class MySqlIntegrationTests extends DatabaseTest {

    private static MariaDb server;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws Exception {
        server = MariaDb.start();
        properties.add("DB_URL", () -> server.url());
        properties.add("DB_USERNAME", () -> "app");
        properties.add("DB_PASSWORD", () -> "app");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    String product() {
        return "MySQL";
    }
}
