-- Confirms each of KEYS that keeps the same event and is not confirmed. ARGV: retention in ms; then per key how its value
-- begins if that is so, outcome. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local expected = ARGV[i * 2]
  if value and string.sub(value, 1, #expected) == expected then
    redis.call('SET', key, '1' .. string.sub(value, 2) .. ARGV[i * 2 + 1], 'PX', ARGV[1])
    count = count + 1
  end
end
return count
