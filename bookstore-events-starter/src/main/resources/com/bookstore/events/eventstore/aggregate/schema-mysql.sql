CREATE TABLE IF NOT EXISTS event_snapshot (
  aggregate_type VARCHAR(100) NOT NULL,
  aggregate_id   VARCHAR(255) NOT NULL,
  schema_version INTEGER      NOT NULL,
  event_version  BIGINT       NOT NULL CHECK (event_version > 0),
  event_id       VARCHAR(100) NOT NULL,
  state          LONGBLOB     NOT NULL,
  created_at     DATETIME(6)  NOT NULL,
  PRIMARY KEY (aggregate_type, aggregate_id, schema_version)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
