// Somebody who learns or does things with others: nodes labeled Person.

// name: put_people
// params: rows
UNWIND $rows AS row
MERGE (n:Person {key: row.key})
SET n = row.properties

// name: unlink_people_organization
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:WORKS_FOR]->(:Organization)
DELETE r

// name: link_people_organization
// params: rows
UNWIND $rows AS row
MATCH (n:Person {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:WORKS_FOR]->(m)

// name: refer_people_organization
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:WORKS_FOR]-(n:Person)
RETURN n.key AS key

// name: page_people
// params: after, limit, where
MATCH (n:Person)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_people
// params: after, where
MATCH (n:Person)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_people
// params: keys
UNWIND $keys AS key
MATCH (n:Person {key: key})
RETURN properties(n) AS record

// name: present_people
// params: keys
UNWIND $keys AS key
MATCH (n:Person {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_people
// params: none
MATCH (n:Person)
RETURN count(n) AS count

// name: delete_people
// params: keys
UNWIND $keys AS key
MATCH (n:Person {key: key})
DETACH DELETE n
