// One fact about a person, given in trust: a statistic may count it, a page never shows it unless not sensitive: nodes labeled PersonAttribute.

// name: put_person_attributes
// params: rows
UNWIND $rows AS row
MERGE (n:PersonAttribute {key: row.key})
SET n = row.properties

// name: unlink_person_attributes_person
// params: keys
UNWIND $keys AS key
MATCH (:PersonAttribute {key: key})-[r:DESCRIBES]->(:Person)
DELETE r

// name: link_person_attributes_person
// params: rows
UNWIND $rows AS row
MATCH (n:PersonAttribute {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:DESCRIBES]->(m)

// name: refer_person_attributes_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:DESCRIBES]-(n:PersonAttribute)
RETURN n.key AS key

// name: page_person_attributes
// params: after, limit, where
MATCH (n:PersonAttribute)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_person_attributes
// params: after, where
MATCH (n:PersonAttribute)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_person_attributes
// params: keys
UNWIND $keys AS key
MATCH (n:PersonAttribute {key: key})
RETURN properties(n) AS record

// name: present_person_attributes
// params: keys
UNWIND $keys AS key
MATCH (n:PersonAttribute {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_person_attributes
// params: none
MATCH (n:PersonAttribute)
RETURN count(n) AS count

// name: delete_person_attributes
// params: keys
UNWIND $keys AS key
MATCH (n:PersonAttribute {key: key})
DETACH DELETE n
