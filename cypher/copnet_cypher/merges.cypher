// Two found to be one: who is kept, and what the dropped one was called: nodes labeled Merging.

// name: put_merges
// params: rows
UNWIND $rows AS row
MERGE (n:Merging {key: row.key})
SET n = row.properties

// name: unlink_merges_person
// params: keys
UNWIND $keys AS key
MATCH (:Merging {key: key})-[r:KEPT_PERSON]->(:Person)
DELETE r

// name: link_merges_person
// params: rows
UNWIND $rows AS row
MATCH (n:Merging {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:KEPT_PERSON]->(m)

// name: refer_merges_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:KEPT_PERSON]-(n:Merging)
RETURN n.key AS key

// name: unlink_merges_organization
// params: keys
UNWIND $keys AS key
MATCH (:Merging {key: key})-[r:KEPT_ORGANIZATION]->(:Organization)
DELETE r

// name: link_merges_organization
// params: rows
UNWIND $rows AS row
MATCH (n:Merging {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:KEPT_ORGANIZATION]->(m)

// name: refer_merges_organization
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:KEPT_ORGANIZATION]-(n:Merging)
RETURN n.key AS key

// name: page_merges
// params: after, limit, where
MATCH (n:Merging)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_merges
// params: after, where
MATCH (n:Merging)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_merges
// params: keys
UNWIND $keys AS key
MATCH (n:Merging {key: key})
RETURN properties(n) AS record

// name: present_merges
// params: keys
UNWIND $keys AS key
MATCH (n:Merging {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_merges
// params: none
MATCH (n:Merging)
RETURN count(n) AS count

// name: delete_merges
// params: keys
UNWIND $keys AS key
MATCH (n:Merging {key: key})
DETACH DELETE n
