// What a merge did to records, for undoing it: nodes labeled MergedRow.

// name: put_merged_rows
// params: rows
UNWIND $rows AS row
MERGE (n:MergedRow {key: row.key})
SET n = row.properties

// name: unlink_merged_rows_merge
// params: keys
UNWIND $keys AS key
MATCH (:MergedRow {key: key})-[r:DONE_BY]->(:Merging)
DELETE r

// name: link_merged_rows_merge
// params: rows
UNWIND $rows AS row
MATCH (n:MergedRow {key: row.key}), (m:Merging {key: row.to})
CREATE (n)-[:DONE_BY]->(m)

// name: refer_merged_rows_merge
// params: keys
UNWIND $keys AS key
MATCH (:Merging {key: key})<-[:DONE_BY]-(n:MergedRow)
RETURN n.key AS key

// name: page_merged_rows
// params: after, limit, where
MATCH (n:MergedRow)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_merged_rows
// params: after, where
MATCH (n:MergedRow)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_merged_rows
// params: keys
UNWIND $keys AS key
MATCH (n:MergedRow {key: key})
RETURN properties(n) AS record

// name: present_merged_rows
// params: keys
UNWIND $keys AS key
MATCH (n:MergedRow {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_merged_rows
// params: none
MATCH (n:MergedRow)
RETURN count(n) AS count

// name: delete_merged_rows
// params: keys
UNWIND $keys AS key
MATCH (n:MergedRow {key: key})
DETACH DELETE n
