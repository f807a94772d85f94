-- Ends the lease of each of KEYS that is held by its token. ARGV: retention in ms; then per key token. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local found = redis.call('HMGET', key, 'token', 'outcome')
  if found[1] == ARGV[i + 1] and not found[2] then
    redis.call('HSET', key, 'lease', '0')
    redis.call('PEXPIRE', key, ARGV[1])
    count = count + 1
  end
end
return count
