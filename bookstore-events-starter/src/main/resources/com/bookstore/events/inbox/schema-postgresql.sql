CREATE TABLE IF NOT EXISTS inbox (
  consumer   VARCHAR(255) COLLATE "C" NOT NULL,
  event_id   VARCHAR(100) COLLATE "C" NOT NULL,
  handled_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX IF NOT EXISTS inbox_idx_handled ON inbox (handled_at);
