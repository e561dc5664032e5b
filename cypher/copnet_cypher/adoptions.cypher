// An organization took over an approach, a tool or an idea from another: nodes labeled Adoption.

// name: put_adoptions
// params: rows
UNWIND $rows AS row
MERGE (n:Adoption {key: row.key})
SET n = row.properties

// name: unlink_adoptions_organization
// params: keys
UNWIND $keys AS key
MATCH (:Adoption {key: key})-[r:ADOPTED_BY]->(:Organization)
DELETE r

// name: link_adoptions_organization
// params: rows
UNWIND $rows AS row
MATCH (n:Adoption {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:ADOPTED_BY]->(m)

// name: refer_adoptions_organization
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:ADOPTED_BY]-(n:Adoption)
RETURN n.key AS key

// name: unlink_adoptions_from_organization
// params: keys
UNWIND $keys AS key
MATCH (:Adoption {key: key})-[r:TAKEN_FROM]->(:Organization)
DELETE r

// name: link_adoptions_from_organization
// params: rows
UNWIND $rows AS row
MATCH (n:Adoption {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:TAKEN_FROM]->(m)

// name: refer_adoptions_from_organization
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:TAKEN_FROM]-(n:Adoption)
RETURN n.key AS key

// name: unlink_adoptions_from_person
// params: keys
UNWIND $keys AS key
MATCH (:Adoption {key: key})-[r:SHOWN_BY]->(:Person)
DELETE r

// name: link_adoptions_from_person
// params: rows
UNWIND $rows AS row
MATCH (n:Adoption {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:SHOWN_BY]->(m)

// name: refer_adoptions_from_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:SHOWN_BY]-(n:Adoption)
RETURN n.key AS key

// name: unlink_adoptions_from_collaboration
// params: keys
UNWIND $keys AS key
MATCH (:Adoption {key: key})-[r:SEEN_IN]->(:Collaboration)
DELETE r

// name: link_adoptions_from_collaboration
// params: rows
UNWIND $rows AS row
MATCH (n:Adoption {key: row.key}), (m:Collaboration {key: row.to})
CREATE (n)-[:SEEN_IN]->(m)

// name: refer_adoptions_from_collaboration
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})<-[:SEEN_IN]-(n:Adoption)
RETURN n.key AS key

// name: page_adoptions
// params: after, limit, where
MATCH (n:Adoption)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_adoptions
// params: after, where
MATCH (n:Adoption)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_adoptions
// params: keys
UNWIND $keys AS key
MATCH (n:Adoption {key: key})
RETURN properties(n) AS record

// name: present_adoptions
// params: keys
UNWIND $keys AS key
MATCH (n:Adoption {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_adoptions
// params: none
MATCH (n:Adoption)
RETURN count(n) AS count

// name: delete_adoptions
// params: keys
UNWIND $keys AS key
MATCH (n:Adoption {key: key})
DETACH DELETE n
