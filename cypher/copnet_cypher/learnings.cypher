// What was learned or done, what to do differently, or a story: nodes labeled Learning.

// name: put_learnings
// params: rows
UNWIND $rows AS row
MERGE (n:Learning {key: row.key})
SET n = row.properties

// name: unlink_learnings_community
// params: keys
UNWIND $keys AS key
MATCH (:Learning {key: key})-[r:LEARNED_IN]->(:Community)
DELETE r

// name: link_learnings_community
// params: rows
UNWIND $rows AS row
MATCH (n:Learning {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:LEARNED_IN]->(m)

// name: refer_learnings_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:LEARNED_IN]-(n:Learning)
RETURN n.key AS key

// name: unlink_learnings_collaboration
// params: keys
UNWIND $keys AS key
MATCH (:Learning {key: key})-[r:LEARNED_FROM]->(:Collaboration)
DELETE r

// name: link_learnings_collaboration
// params: rows
UNWIND $rows AS row
MATCH (n:Learning {key: row.key}), (m:Collaboration {key: row.to})
CREATE (n)-[:LEARNED_FROM]->(m)

// name: refer_learnings_collaboration
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})<-[:LEARNED_FROM]-(n:Learning)
RETURN n.key AS key

// name: unlink_learnings_by
// params: keys
UNWIND $keys AS key
MATCH (:Learning {key: key})-[r:SAID_BY]->(:Person)
DELETE r

// name: link_learnings_by
// params: rows
UNWIND $rows AS row
MATCH (n:Learning {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:SAID_BY]->(m)

// name: refer_learnings_by
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:SAID_BY]-(n:Learning)
RETURN n.key AS key

// name: page_learnings
// params: after, limit, where
MATCH (n:Learning)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_learnings
// params: after, where
MATCH (n:Learning)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_learnings
// params: keys
UNWIND $keys AS key
MATCH (n:Learning {key: key})
RETURN properties(n) AS record

// name: present_learnings
// params: keys
UNWIND $keys AS key
MATCH (n:Learning {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_learnings
// params: none
MATCH (n:Learning)
RETURN count(n) AS count

// name: delete_learnings
// params: keys
UNWIND $keys AS key
MATCH (n:Learning {key: key})
DETACH DELETE n
