// Whom a community wants among its members: a share or a number of seats for one value of one attribute: nodes labeled Intent.

// name: put_intents
// params: rows
UNWIND $rows AS row
MERGE (n:Intent {key: row.key})
SET n = row.properties

// name: unlink_intents_community
// params: keys
UNWIND $keys AS key
MATCH (:Intent {key: key})-[r:INTENT_OF]->(:Community)
DELETE r

// name: link_intents_community
// params: rows
UNWIND $rows AS row
MATCH (n:Intent {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:INTENT_OF]->(m)

// name: refer_intents_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:INTENT_OF]-(n:Intent)
RETURN n.key AS key

// name: page_intents
// params: after, limit, where
MATCH (n:Intent)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_intents
// params: after, where
MATCH (n:Intent)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_intents
// params: keys
UNWIND $keys AS key
MATCH (n:Intent {key: key})
RETURN properties(n) AS record

// name: present_intents
// params: keys
UNWIND $keys AS key
MATCH (n:Intent {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_intents
// params: none
MATCH (n:Intent)
RETURN count(n) AS count

// name: delete_intents
// params: keys
UNWIND $keys AS key
MATCH (n:Intent {key: key})
DETACH DELETE n
