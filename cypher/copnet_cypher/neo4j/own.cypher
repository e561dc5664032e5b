// The batches of a large import, and who writes it. The embedded store has calls of its own for these.

// name: hold_imports
// params: none
MERGE (g:Gate {key: 'imports'})
SET g.entered = timestamp()

// A batch and the begin of a sweep wait for each other, not for readers.
// name: keep_import
// params: number
MERGE (b:Gate {key: 'batch'})
SET b.entered = timestamp()
WITH b MATCH (g:Gate {key: 'gate'})
WHERE g.staging = $number
RETURN g.staging AS number

// name: stage_nodes
// params: label, rows
UNWIND $rows AS row
CREATE (n:$($label))
SET n = row
RETURN n.key AS key, elementId(n) AS id

// name: stage_relationships
// params: type, rows
UNWIND $rows AS row
MATCH (a) WHERE elementId(a) = row.from
MATCH (b) WHERE elementId(b) = row.to
CREATE (a)-[r:$($type)]->(b)
SET r = row.properties
