package com.bookstore.cdc;

class PostgresCaptureIntegrationTests extends CaptureTest {

    @Override
    String database() {
        return "postgres";
    }
}
