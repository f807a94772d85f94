CREATE TABLE IF NOT EXISTS event_snapshot (
  aggregate_type CHARACTER VARYING(100)      NOT NULL,
  aggregate_id   CHARACTER VARYING(255)      NOT NULL,
  schema_version INTEGER                     NOT NULL,
  event_version  BIGINT                      NOT NULL CHECK (event_version > 0),
  event_id       CHARACTER VARYING(100)      NOT NULL,
  state          BINARY LARGE OBJECT         NOT NULL,
  created_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (aggregate_type, aggregate_id, schema_version)
);
