package com.bookstore.cdc;

import java.io.IOException;

/** MySQL's connector; its server is a MariaDB, for want of a MySQL among Maven's artifacts. */
class MySqlCaptureIntegrationTests extends CaptureTest {

    @Override
    String database() {
        return "mariadb";
    }

    @Override
    Connector connector() throws IOException {
        return Connector.of("mysql");
    }

    @Override
    String lostPosition() {
        return "no longer available on the server";
    }
}
