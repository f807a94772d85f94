CREATE TABLE IF NOT EXISTS event_projection (
  name       CHARACTER VARYING(100)      NOT NULL PRIMARY KEY,
  position   BIGINT                      NOT NULL CHECK (position >= 0),
  state      CHARACTER VARYING(20)       NOT NULL,
  to_reset   BOOLEAN                     NOT NULL,
  error      CHARACTER VARYING(2000),
  updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  owner      CHARACTER VARYING(64),
  token      BIGINT                      NOT NULL,
  expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
