-- session; until, grace -> {} or {g, r}: the record, which is dropped
local s = redis.call('HMGET', KEYS[1], 'h', 'l', 'g', 'r', 'x', 'u')
redis.call('HSET', KEYS[1], 'x', s[5] or now, 'u', math.max(tonumber(s[6] or '0'), tonumber(ARGV[1])))
redis.call('HDEL', KEYS[1], 't', 'e')
keep(KEYS[1], ARGV[1])
-- Within the grace the holder may come back, and its exchange presents this very refresh token.
local held = s[1] and tonumber(s[2]) + tonumber(ARGV[2]) > now
if not s[4] or held then return {} end
redis.call('HDEL', KEYS[1], 'r')
return {s[3], s[4]}
