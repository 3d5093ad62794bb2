-- session; holder, lease -> 1, or 0 when another holds it or nobody does
if redis.call('HGET', KEYS[1], 'h') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'l', now + tonumber(ARGV[2]), 'd', ARGV[2])
redis.call('HDEL', KEYS[1], 'a')
return 1
