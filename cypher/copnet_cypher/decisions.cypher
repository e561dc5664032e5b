// Two that somebody found different, or left for later: nodes labeled Decision.

// name: put_decisions
// params: rows
UNWIND $rows AS row
MERGE (n:Decision {key: row.key})
SET n = row.properties

// name: unlink_decisions_people
// params: keys
UNWIND $keys AS key
MATCH (:Decision {key: key})-[r:TELLS_APART]->(:Person)
DELETE r

// name: link_decisions_people
// params: rows
UNWIND $rows AS row
MATCH (n:Decision {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:TELLS_APART]->(m)

// name: refer_decisions_people
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:TELLS_APART]-(n:Decision)
RETURN n.key AS key

// name: unlink_decisions_organizations
// params: keys
UNWIND $keys AS key
MATCH (:Decision {key: key})-[r:TELLS_ORGANIZATIONS_APART]->(:Organization)
DELETE r

// name: link_decisions_organizations
// params: rows
UNWIND $rows AS row
MATCH (n:Decision {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:TELLS_ORGANIZATIONS_APART]->(m)

// name: refer_decisions_organizations
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:TELLS_ORGANIZATIONS_APART]-(n:Decision)
RETURN n.key AS key

// name: page_decisions
// params: after, limit, where
MATCH (n:Decision)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_decisions
// params: after, where
MATCH (n:Decision)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_decisions
// params: keys
UNWIND $keys AS key
MATCH (n:Decision {key: key})
RETURN properties(n) AS record

// name: present_decisions
// params: keys
UNWIND $keys AS key
MATCH (n:Decision {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_decisions
// params: none
MATCH (n:Decision)
RETURN count(n) AS count

// name: delete_decisions
// params: keys
UNWIND $keys AS key
MATCH (n:Decision {key: key})
DETACH DELETE n
