// How much a person took part in a community, as somebody noted on a day: relationships ENGAGED_IN.

// name: put_engagements_person
// params: rows
UNWIND $rows AS row
MATCH (a:Person {key: row.from}), (b:Community {key: row.to})
MERGE (a)-[r:ENGAGED_IN {key: row.key}]->(b)
SET r = row.properties

// name: refer_engagements_person
// params: keys
UNWIND $keys AS key
MATCH (:Person {key: key})-[r:ENGAGED_IN]->()
RETURN r.key AS key

// name: refer_engagements_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[r:ENGAGED_IN]-()
RETURN r.key AS key

// name: page_engagements
// params: after, limit, where
MATCH ()-[r:ENGAGED_IN]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record
ORDER BY r.key LIMIT $limit

// name: list_engagements
// params: after, where
MATCH ()-[r:ENGAGED_IN]->()
WHERE r.key > $after AND all(name IN keys($where) WHERE r[name] = $where[name])
RETURN properties(r) AS record

// name: pick_engagements
// params: keys
MATCH ()-[r:ENGAGED_IN]->()
WHERE r.key IN $keys
RETURN properties(r) AS record

// name: present_engagements
// params: keys
MATCH ()-[r:ENGAGED_IN]->()
WHERE r.key IN $keys
RETURN r.key AS key, elementId(r) AS id

// name: count_engagements
// params: none
MATCH ()-[r:ENGAGED_IN]->()
RETURN count(r) AS count

// name: delete_engagements
// params: keys
MATCH ()-[r:ENGAGED_IN]->()
WHERE r.key IN $keys
DELETE r
