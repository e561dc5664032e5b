// A person's place in an organization, for a time: relationships AFFILIATED_WITH.

// name: put_affiliations_person
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Organization {key: row.to})
MERGE (a)-[r:AFFILIATED_WITH {key: row.key}]->(b)
SET r = row.properties

// name: refer_affiliations_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:AFFILIATED_WITH]->()
RETURN r.key AS key

// name: refer_affiliations_organization
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[r:AFFILIATED_WITH]-()
RETURN r.key AS key

// name: page_affiliations
// params: after, limit, where
MATCH ()-[r:AFFILIATED_WITH]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record
ORDER BY r.key LIMIT $limit

// name: list_affiliations
// params: after, where
MATCH ()-[r:AFFILIATED_WITH]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record

// name: pick_affiliations
// params: keys
MATCH ()-[r:AFFILIATED_WITH]->()
WHERE r.key IN $keys
RETURN properties(r) AS record

// name: present_affiliations
// params: keys
MATCH ()-[r:AFFILIATED_WITH]->()
WHERE r.key IN $keys
RETURN r.key AS key, elementId(r) AS id

// name: count_affiliations
// params: none
MATCH ()-[r:AFFILIATED_WITH]->()
RETURN count(r) AS count

// name: delete_affiliations
// params: keys
MATCH ()-[r:AFFILIATED_WITH]->()
WHERE r.key IN $keys
DELETE r
