package com.bookstore.cdc;

class MariaDbCaptureIntegrationTests extends CaptureTest {

    @Override
    String database() {
        return "mariadb";
    }
}
