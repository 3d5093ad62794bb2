-- A life is one process as a primary: a restart and a fail-over begin another, a new replica does not.
local p = redis.call('INFO', 'server')
local q = redis.call('INFO', 'replication')
local life = string.sub(string.match(p, 'run_id:(%x+)'), 1, 16) .. string.sub(string.match(q, 'master_replid2:(%x+)'), 1, 16)
  .. string.match(q, 'second_repl_offset:(-?%d+)')
