// One directed answer: ``from`` says this about ``to``: relationships NAMES.

// name: put_ties_person_person
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Person {key: row.to})
MERGE (a)-[r:NAMES {key: row.key}]->(b)
SET r = row.properties

// name: put_ties_person_organization
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Organization {key: row.to})
MERGE (a)-[r:NAMES {key: row.key}]->(b)
SET r = row.properties

// name: put_ties_organization_person
// params: rows
UNWIND $rows AS row
MATCH (a:Organization {key: row.from}), (b:Person {key: row.to})
MERGE (a)-[r:NAMES {key: row.key}]->(b)
SET r = row.properties

// name: put_ties_organization_organization
// params: rows
UNWIND $rows AS row
MATCH (a:Organization {key: row.from}), (b:Organization {key: row.to})
MERGE (a)-[r:NAMES {key: row.key}]->(b)
SET r = row.properties

// name: refer_ties_from_people
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:NAMES]->()
RETURN r.key AS key

// name: refer_ties_from_organizations
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})-[r:NAMES]->()
RETURN r.key AS key

// name: refer_ties_to_people
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[r:NAMES]-()
RETURN r.key AS key

// name: refer_ties_to_organizations
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[r:NAMES]-()
RETURN r.key AS key

// name: page_ties
// params: after, limit, where
MATCH ()-[r:NAMES]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record
ORDER BY r.key LIMIT $limit

// name: list_ties
// params: after, where
MATCH ()-[r:NAMES]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record

// name: pick_ties
// params: keys
MATCH ()-[r:NAMES]->()
WHERE r.key IN $keys
RETURN properties(r) AS record

// name: present_ties
// params: keys
MATCH ()-[r:NAMES]->()
WHERE r.key IN $keys
RETURN r.key AS key, elementId(r) AS id

// name: count_ties
// params: none
MATCH ()-[r:NAMES]->()
RETURN count(r) AS count

// name: delete_ties
// params: keys
MATCH ()-[r:NAMES]->()
WHERE r.key IN $keys
DELETE r
