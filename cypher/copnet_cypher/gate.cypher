// The gate that writers and readers of more than one record pass, the data version, what was migrated when, and the
// head: the number of the last large import that is whole. While one is written, and until what it kept of old is removed,
// its number is in ``staging``; what has a higher number than the head is not there for anybody.

// name: enter_gate
// params: none
MERGE (g:Gate {key: 'gate'})
SET g.entered = timestamp()
RETURN coalesce(g.version, 0) AS version, coalesce(g.head, 0) AS head, g.staging AS staging

// name: raise_version
// params: none
MATCH (g:Gate {key: 'gate'})
SET g.version = coalesce(g.version, 0) + 1
RETURN g.version AS version

// name: read_version
// params: none
MATCH (g:Gate {key: 'gate'})
RETURN coalesce(g.version, 0) AS version

// name: begin_import
// params: none
MATCH (g:Gate {key: 'gate'})
SET g.imports = coalesce(g.imports, 0) + 1
SET g.staging = g.imports
RETURN g.staging AS number

// name: commit_import
// params: number
MATCH (g:Gate {key: 'gate'})
WHERE g.staging = $number
SET g.head = $number
RETURN g.head AS head

// name: begin_sweep
// params: none
MERGE (b:Gate {key: 'batch'})
SET b.entered = timestamp()
WITH b MATCH (g:Gate {key: 'gate'})
WHERE g.staging IS NOT NULL
SET g.staging = -abs(g.staging)
RETURN abs(g.staging) AS number, coalesce(g.head, 0) AS head

// name: sweep_relationships
// params: number, limit
MATCH ()-[r]->()
WHERE r.import = $number
WITH r LIMIT $limit
DELETE r
RETURN count(*) AS count

// name: sweep_nodes
// params: number, limit
MATCH (n)
WHERE n.import = $number
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS count

// A batch of a sweep goes on only as long as no other program has finished the sweep.
// name: keep_sweep
// params: number
MERGE (b:Gate {key: 'batch'})
SET b.entered = timestamp()
WITH b MATCH (g:Gate {key: 'gate'})
WHERE g.staging = -$number
RETURN g.staging AS number

// name: end_sweep
// params: number
MATCH (g:Gate {key: 'gate'})
WHERE g.staging = -$number
REMOVE g.staging

// name: read_migrations
// params: none
MATCH (m:Migration)
RETURN m.version AS version
ORDER BY m.version

// name: record_migration
// params: key, version, applied_on
MERGE (m:Migration {key: $key})
SET m.version = $version, m.applied_on = $applied_on
