-- Confirms each of KEYS that keeps the same event and is not confirmed. ARGV: retention in ms; then per key first token,
-- outcome. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local found = value and cmsgpack.unpack(value)
  if found and found[3] == ARGV[i * 2] and not found[6] then
    found[6] = ARGV[i * 2 + 1]
    redis.call('SET', key, cmsgpack.pack(found), 'PX', ARGV[1])
    count = count + 1
  end
end
return count
