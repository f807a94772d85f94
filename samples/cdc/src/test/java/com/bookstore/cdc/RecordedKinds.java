package com.bookstore.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table with a column of each kind, in each way in which connectors can write decimals and times. */
final class RecordedKinds {

    private static final String MARIADB =
            """
            CREATE OR REPLACE TABLE kinds (id BIGINT PRIMARY KEY, a_decimal DECIMAL(10, 2), negative DECIMAL(10, 2),
              long_decimal DECIMAL(38, 10), an_int INT, a_bigint BIGINT, unsigned_bigint BIGINT UNSIGNED, a_small SMALLINT,
              a_flag TINYINT(1), a_bit BIT(1), a_double DOUBLE, a_float FLOAT, a_date DATE, a_time TIME(6),
              a_time_of_seconds TIME, a_timestamp TIMESTAMP(6) NULL, a_datetime DATETIME(6), a_datetime_of_millis DATETIME(3),
              a_year YEAR, a_json JSON, a_text TEXT, an_enum ENUM('new', 'used'), some_bytes VARBINARY(16))""";
    private static final String MARIADB_ROW =
            """
            INSERT INTO kinds VALUES (1, 34.90, -0.05, 1234567890123456789012345678.0123456789, -7, 9007199254740993,
              18446744073709551615, 12, 1, b'1', 0.1, 1.5, '2026-02-28', '13:14:15.123456', '13:14:15',
              '2026-02-28 13:14:15.123456', '2026-02-28 13:14:15.123456', '2026-02-28 13:14:15.123', 2026,
              '{"a": [1, 2.50, null]}', 'text', 'used', x'00FF10')""";
    private static final String POSTGRES =
            """
            DROP TABLE IF EXISTS kinds;
            CREATE TABLE kinds (id BIGINT PRIMARY KEY, a_decimal DECIMAL(10, 2), negative DECIMAL(10, 2),
              long_decimal DECIMAL(38, 10), free_decimal NUMERIC, an_int INT, a_bigint BIGINT, a_small SMALLINT,
              a_flag BOOLEAN, a_double DOUBLE PRECISION, a_float REAL, a_date DATE, a_time TIME(6),
              a_time_of_seconds TIME(0), a_time_with_zone TIME(6) WITH TIME ZONE, a_timestamp TIMESTAMP(6) WITH TIME ZONE,
              a_datetime TIMESTAMP(6), a_datetime_of_millis TIMESTAMP(3), an_interval INTERVAL, a_json JSONB, a_text TEXT,
              a_uuid UUID, some_bytes BYTEA, some_texts TEXT[]);
            GRANT SELECT ON kinds TO debezium;
            ALTER PUBLICATION bookstore_cdc ADD TABLE kinds""";
    private static final String POSTGRES_ROW =
            """
            INSERT INTO kinds VALUES (1, 34.90, -0.05, 1234567890123456789012345678.0123456789, 3.14159, -7,
              9007199254740993, 12, true, 0.1, 1.5, '2026-02-28', '13:14:15.123456', '13:14:15', '13:14:15.123456+02:00',
              '2026-02-28 13:14:15.123456+02:00', '2026-02-28 13:14:15.123456', '2026-02-28 13:14:15.123',
              '1 day 02:03:04', '{"a": [1, 2.50, null]}', 'text', '7d444840-9dc0-11d1-b245-5ffdce74fad2', '\\x00FF10',
              ARRAY['a', 'b'])""";

    private RecordedKinds() {}

    static List<Map<String, String>> modes(boolean postgres) {
        List<Map<String, String>> modes = new ArrayList<>();
        modes.add(mode("adaptive_time_microseconds", "precise", "long"));
        modes.add(mode("connect", "double", "precise"));
        modes.add(mode("isostring", "string", "precise"));
        modes.add(mode("microseconds", "precise", "precise"));
        modes.add(mode("nanoseconds", "string", "long"));
        if (postgres) {
            modes.add(mode("adaptive", "precise", "long"));
        }
        return modes;
    }

    private static Map<String, String> mode(String times, String decimals, String unsigned) {
        return Map.of(
                "time.precision.mode", times,
                "decimal.handling.mode", decimals,
                "bigint.unsigned.handling.mode", unsigned);
    }

    static RecordedRun run(boolean postgres, Map<String, String> settings) {
        String schema = settings.containsKey("key.converter.schemas.enable") ? "-with-schema" : "";
        String name = "kinds-" + settings.get("time.precision.mode").replace('_', '-') + "-"
                + settings.get("decimal.handling.mode") + schema;
        return new RecordedRun(
                name,
                "kinds",
                settings,
                List.of(postgres ? POSTGRES : MARIADB, postgres ? POSTGRES_ROW : MARIADB_ROW),
                List.of(
                        "INSERT INTO kinds (id) VALUES (2)",
                        (postgres ? POSTGRES_ROW : MARIADB_ROW).replace("(1, ", "(3, "),
                        "UPDATE kinds SET a_decimal = 35.00 WHERE id = 3"),
                List.of("snapshot"),
                List.of("snapshot", "insert-nulls", "insert", "update"));
    }
}
