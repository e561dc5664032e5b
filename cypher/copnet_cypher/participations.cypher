// Somebody took part in a collaboration; a person may stand for an organization there: relationships TOOK_PART_IN.

// name: put_participations_person
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Collaboration {key: row.to})
MERGE (a)-[r:TOOK_PART_IN {key: row.key}]->(b)
SET r = row.properties

// name: put_participations_organization
// params: rows
UNWIND $rows AS row
MATCH (a:Organization {key: row.from}), (b:Collaboration {key: row.to})
MERGE (a)-[r:TOOK_PART_IN {key: row.key}]->(b)
SET r = row.properties

// name: refer_participations_collaboration
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})<-[r:TOOK_PART_IN]-()
RETURN r.key AS key

// name: refer_participations_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:TOOK_PART_IN]->()
RETURN r.key AS key

// name: refer_participations_organization
// params: keys
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.organization IN $keys
RETURN r.key AS key

// name: page_participations
// params: after, limit, where
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record
ORDER BY r.key LIMIT $limit

// name: list_participations
// params: after, where
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record

// name: pick_participations
// params: keys
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.key IN $keys
RETURN properties(r) AS record

// name: present_participations
// params: keys
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.key IN $keys
RETURN r.key AS key, elementId(r) AS id

// name: count_participations
// params: none
MATCH ()-[r:TOOK_PART_IN]->()
RETURN count(r) AS count

// name: delete_participations
// params: keys
MATCH ()-[r:TOOK_PART_IN]->()
WHERE r.key IN $keys
DELETE r
