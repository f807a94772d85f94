CREATE TABLE IF NOT EXISTS event_projection (
  name       VARCHAR(100) COLLATE "C" NOT NULL PRIMARY KEY,
  position   BIGINT                   NOT NULL CHECK (position >= 0),
  state      VARCHAR(20)              NOT NULL,
  to_reset   BOOLEAN                  NOT NULL,
  error      VARCHAR(2000),
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  owner      VARCHAR(64),
  token      BIGINT                   NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
