-- Deletes each of KEYS that is held by its token, or ends its lease if that resumed an earlier claim. ARGV: retention in
-- ms; then per key token. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local found = redis.call('HMGET', key, 'token', 'outcome', 'first')
  if found[1] == ARGV[i + 1] and not found[2] then
    if found[1] == found[3] then
      redis.call('DEL', key)
    else
      redis.call('HSET', key, 'lease', '0')
      redis.call('PEXPIRE', key, ARGV[1])
    end
    count = count + 1
  end
end
return count
