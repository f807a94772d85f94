-- Ends the lease of each of KEYS that is held by its token. ARGV: retention in ms; then per key token. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local found = value and cmsgpack.unpack(value)
  if found and found[4] == ARGV[i + 1] and not found[6] then
    found[5] = 0
    redis.call('SET', key, cmsgpack.pack(found), 'PX', ARGV[1])
    count = count + 1
  end
end
return count
