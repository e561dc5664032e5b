// A person or an organization in a community: relationships MEMBER_OF.

// name: put_memberships_person
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Community {key: row.to})
MERGE (a)-[r:MEMBER_OF {key: row.key}]->(b)
SET r = row.properties

// name: put_memberships_organization
// params: rows
UNWIND $rows AS row
MATCH (a:Organization {key: row.from}), (b:Community {key: row.to})
MERGE (a)-[r:MEMBER_OF {key: row.key}]->(b)
SET r = row.properties

// name: refer_memberships_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[r:MEMBER_OF]-()
RETURN r.key AS key

// name: refer_memberships_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:MEMBER_OF]->()
RETURN r.key AS key

// name: refer_memberships_organization
// params: keys
MATCH ()-[r:MEMBER_OF]->()
WHERE r.organization IN $keys
RETURN r.key AS key

// name: page_memberships
// params: after, limit, where
MATCH ()-[r:MEMBER_OF]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record
ORDER BY r.key LIMIT $limit

// name: list_memberships
// params: after, where
MATCH ()-[r:MEMBER_OF]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record

// name: pick_memberships
// params: keys
MATCH ()-[r:MEMBER_OF]->()
WHERE r.key IN $keys
RETURN properties(r) AS record

// name: present_memberships
// params: keys
MATCH ()-[r:MEMBER_OF]->()
WHERE r.key IN $keys
RETURN r.key AS key, elementId(r) AS id

// name: count_memberships
// params: none
MATCH ()-[r:MEMBER_OF]->()
RETURN count(r) AS count

// name: delete_memberships
// params: keys
MATCH ()-[r:MEMBER_OF]->()
WHERE r.key IN $keys
DELETE r
