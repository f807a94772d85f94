package com.bookstore.cdc;

class MariaDbCaptureIntegrationTests extends CaptureTest {

    @Override
    String database() {
        return "mariadb";
    }

    @Override
    String lostPosition() {
        return "required binlog files have been purged";
    }
}
