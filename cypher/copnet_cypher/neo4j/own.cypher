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

// The next two are filled with a label or a type and with the columns at hand: lists of values and a text of its own for
// each table are measured at half of what a map a row takes.
// name: stage_nodes
// params: last
UNWIND range(0, $last) AS i
CREATE (n:KIND {COLUMNS})
RETURN collect(i) AS places, collect(elementId(n)) AS ids

// name: stage_relationships
// params: starts, ends
UNWIND range(0, size($starts) - 1) AS i
MATCH (a) WHERE elementId(a) = $starts[i]
MATCH (b) WHERE elementId(b) = $ends[i]
CREATE (a)-[r:KIND {COLUMNS}]->(b)
RETURN count(r) AS count

// Whether a large import has changed something: readers on connections of their own cannot see what it was.
// name: former_any
// params: head
MATCH (f:Former)
WHERE f.import > $head
RETURN f.key AS key LIMIT 1
