// Who was asked in a wave of a survey, and whether they answered: nodes labeled Response.

// name: put_responses
// params: rows
UNWIND $rows AS row
MERGE (n:Response {key: row.key})
SET n = row.properties

// name: unlink_responses_person
// params: keys
UNWIND $keys AS key
MATCH (:Response {key: key})-[r:ANSWERED_BY]->(:Person)
DELETE r

// name: link_responses_person
// params: rows
UNWIND $rows AS row
MATCH (n:Response {key: row.key}), (m:Person {key: row.to})
CREATE (n)-[:ANSWERED_BY]->(m)

// name: refer_responses_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:ANSWERED_BY]-(n:Response)
RETURN n.key AS key

// name: unlink_responses_community
// params: keys
UNWIND $keys AS key
MATCH (:Response {key: key})-[r:ASKED_IN]->(:Community)
DELETE r

// name: link_responses_community
// params: rows
UNWIND $rows AS row
MATCH (n:Response {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:ASKED_IN]->(m)

// name: refer_responses_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:ASKED_IN]-(n:Response)
RETURN n.key AS key

// name: page_responses
// params: after, limit, where
MATCH (n:Response)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_responses
// params: after, where
MATCH (n:Response)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_responses
// params: keys
UNWIND $keys AS key
MATCH (n:Response {key: key})
RETURN properties(n) AS record

// name: present_responses
// params: keys
UNWIND $keys AS key
MATCH (n:Response {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_responses
// params: none
MATCH (n:Response)
RETURN count(n) AS count

// name: delete_responses
// params: keys
UNWIND $keys AS key
MATCH (n:Response {key: key})
DETACH DELETE n
