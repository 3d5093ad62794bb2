-- session; attempt -> 1 when it was freed. By the attempt: a release that runs late frees no later attempt of the same holder.
if redis.call('HGET', KEYS[1], 'i') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'h', 'i', 'l', 'd', 'a')
return 1
