CREATE TABLE IF NOT EXISTS inbox (
  consumer   CHARACTER VARYING(255)      NOT NULL,
  event_id   CHARACTER VARYING(100)      NOT NULL,
  handled_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX IF NOT EXISTS inbox_idx_handled ON inbox (handled_at);
