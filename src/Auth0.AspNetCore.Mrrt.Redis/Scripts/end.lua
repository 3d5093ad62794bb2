-- session; until, grace -> {until} or {until, g, r}: for how long the end is remembered, and the record, which is dropped
local s = redis.call('HMGET', KEYS[1], 'h', 'l', 'g', 'r', 'x', 'u', 'k')
-- A cookie may last as long as the newest record is kept: a later sign-in of the session has made it.
local ends = math.max(tonumber(s[6] or '0'), tonumber(s[7] or '0'), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'x', s[5] or now, 'u', ends)
redis.call('HDEL', KEYS[1], 't', 'e')
keep(KEYS[1], ends)
-- Within the grace the holder may come back, and its exchange presents this very refresh token.
local held = s[1] and tonumber(s[2]) + tonumber(ARGV[2]) > now
if not s[4] or held then return {ends} end
redis.call('HDEL', KEYS[1], 'r')
return {ends, s[3], s[4]}
