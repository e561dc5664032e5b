// What stood in the store before a large import changed it, kept until the import is whole, and what readers see until
// then: nodes labeled Former. ``of`` is the key of the record, ``record`` its properties, ``refers`` what it refers to.

// name: keep_formers
// params: rows
UNWIND $rows AS row
CREATE (f:Former)
SET f = row

// name: former_records
// params: table, head
MATCH (f:Former)
WHERE f.table = $table AND f.import > $head
RETURN f.record AS record

// name: former_records_of
// params: keys, head
UNWIND $keys AS key
MATCH (f:Former {key: key})
WHERE f.import > $head
RETURN f.record AS record

// name: former_references
// params: table, head
MATCH (f:Former)
WHERE f.table = $table AND f.import > $head
RETURN f.of AS key, f.refers AS refers

// name: former_count
// params: table, head
MATCH (f:Former)
WHERE f.table = $table AND f.import > $head
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
// params: limit
MATCH (f:Former)
WITH f LIMIT $limit
DELETE f
RETURN count(*) AS count
