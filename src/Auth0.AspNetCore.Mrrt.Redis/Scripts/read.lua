-- session; generation known, holder or '', lease -> {1 when the holder holds it, g, r if newer, ended, until}; extends as well
local s = redis.call('HMGET', KEYS[1], 'h', 'g', 'r', 'x', 'u')
local mine = ARGV[2] ~= '' and s[1] == ARGV[2]
if mine then
  redis.call('HSET', KEYS[1], 'l', now + tonumber(ARGV[3]), 'd', ARGV[3])
  redis.call('HDEL', KEYS[1], 'a')
end
local g = s[2] or '0'
return {mine and 1 or 0, g, newer(g, ARGV[1]) and s[3] or '', s[4] and 1 or 0, tonumber(s[5] or '0')}
