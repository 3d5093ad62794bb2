-- session; ticket, expires, '' or the server's moment (then it must live) -> 1 or 0
local s = redis.call('HMGET', KEYS[1], 't', 'e', 'x')
if s[3] or (ARGV[3] ~= '' and (not s[1] or tonumber(s[2]) <= tonumber(ARGV[3]))) then return 0 end
redis.call('HSET', KEYS[1], 't', ARGV[1], 'e', ARGV[2])
keep(KEYS[1], ARGV[2])
return 1
