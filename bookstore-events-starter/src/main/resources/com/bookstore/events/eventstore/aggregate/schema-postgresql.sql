CREATE TABLE IF NOT EXISTS event_snapshot (
  aggregate_type VARCHAR(100) COLLATE "C" NOT NULL,
  aggregate_id   VARCHAR(255) COLLATE "C" NOT NULL,
  schema_version INTEGER                  NOT NULL,
  event_version  BIGINT                   NOT NULL CHECK (event_version > 0),
  event_id       VARCHAR(100) COLLATE "C" NOT NULL,
  state          BYTEA                    NOT NULL,
  created_at     TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (aggregate_type, aggregate_id, schema_version)
);
