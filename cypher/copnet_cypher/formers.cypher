// What stood in the store before a large import changed it, kept until the import is whole, and what readers see until
// then: nodes labeled Former. ``key`` is the table, a blank and the key of the record (``of``), so that those of a table
// are a range of keys; ``record`` are its properties, ``refers`` what it refers to.

// name: keep_formers
// params: rows
UNWIND $rows AS row
CREATE (f:Former)
SET f = row

// name: former_records
// params: after, before, head
MATCH (f:Former)
WHERE f.key > $after AND f.key < $before AND f.import > $head
RETURN f.record AS record

// name: former_page
// params: after, before, head, limit
MATCH (f:Former)
WHERE f.key > $after AND f.key < $before AND f.import > $head
RETURN f.record AS record
ORDER BY f.key LIMIT $limit

// name: former_records_of
// params: keys, head
UNWIND $keys AS key
MATCH (f:Former {key: key})
WHERE f.import > $head
RETURN f.record AS record

// name: former_references
// params: after, before, head
MATCH (f:Former)
WHERE f.key > $after AND f.key < $before AND f.import > $head
RETURN f.of AS key, f.refers AS refers

// name: former_referring
// params: after, before, head, wanted
MATCH (f:Former)
WHERE f.key > $after AND f.key < $before AND f.import > $head AND any(one IN f.refers WHERE one IN $wanted)
RETURN f.of AS key

// name: former_count
// params: after, before, head
MATCH (f:Former)
WHERE f.key > $after AND f.key < $before AND f.import > $head
RETURN count(f) AS count

// name: some_formers
// params: number, limit
MATCH (f:Former)
WHERE f.import = $number
RETURN f.key AS key, f.table AS table, f.record AS record LIMIT $limit

// name: delete_formers
// params: keys
UNWIND $keys AS key
MATCH (f:Former {key: key})
DELETE f

// name: sweep_formers
// params: number, limit
MATCH (f:Former)
WHERE f.import = $number
WITH f LIMIT $limit
DELETE f
RETURN count(*) AS count
