-- Confirms each of KEYS that keeps the same event and is not confirmed. ARGV: retention in ms; then per key first token,
-- outcome. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local found = redis.call('HMGET', key, 'first', 'outcome')
  if found[1] == ARGV[i * 2] and not found[2] then
    redis.call('HSET', key, 'outcome', ARGV[i * 2 + 1])
    redis.call('PEXPIRE', key, ARGV[1])
    count = count + 1
  end
end
return count
