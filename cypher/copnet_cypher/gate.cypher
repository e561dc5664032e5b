// The gate that writers and readers of more than one record pass, the data version, and what was migrated when.

// name: enter_gate
// params: none
MERGE (g:Gate {key: 'gate'})
SET g.entered = timestamp()
RETURN coalesce(g.version, 0) AS version

// name: raise_version
// params: none
MATCH (g:Gate {key: 'gate'})
SET g.version = coalesce(g.version, 0) + 1
RETURN g.version AS version

// name: read_version
// params: none
MATCH (g:Gate {key: 'gate'})
RETURN coalesce(g.version, 0) AS version

// name: read_migrations
// params: none
MATCH (m:Migration)
RETURN m.version AS version
ORDER BY m.version

// name: record_migration
// params: key, version, applied_on
MERGE (m:Migration {key: $key})
SET m.version = $version, m.applied_on = $applied_on
