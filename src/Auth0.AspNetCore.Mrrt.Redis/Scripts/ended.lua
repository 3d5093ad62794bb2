-- ends by moment, ends by until; session, until -> 1
redis.call('ZADD', KEYS[1], 'NX', now, ARGV[1])
redis.call('ZADD', KEYS[2], 'GT', ARGV[2], ARGV[1])
keep(KEYS[1], ARGV[2])
keep(KEYS[2], ARGV[2])
return 1
