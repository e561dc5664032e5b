// What a community wants, mapped to one of the four areas: nodes labeled Aim.

// name: put_aims
// params: rows
UNWIND $rows AS row
MERGE (n:Aim {key: row.key})
SET n = row.properties

// name: unlink_aims_community
// params: keys
UNWIND $keys AS key
MATCH (:Aim {key: key})-[r:AIM_OF]->(:Community)
DELETE r

// name: link_aims_community
// params: rows
UNWIND $rows AS row
MATCH (n:Aim {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:AIM_OF]->(m)

// name: refer_aims_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:AIM_OF]-(n:Aim)
RETURN n.key AS key

// name: page_aims
// params: after, limit, where
MATCH (n:Aim)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_aims
// params: after, where
MATCH (n:Aim)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_aims
// params: keys
UNWIND $keys AS key
MATCH (n:Aim {key: key})
RETURN properties(n) AS record

// name: present_aims
// params: keys
UNWIND $keys AS key
MATCH (n:Aim {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_aims
// params: none
MATCH (n:Aim)
RETURN count(n) AS count

// name: delete_aims
// params: keys
UNWIND $keys AS key
MATCH (n:Aim {key: key})
DETACH DELETE n
