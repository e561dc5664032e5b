// Something people did together: nodes labeled Collaboration.

// name: put_collaborations
// params: rows
UNWIND $rows AS row
MERGE (n:Collaboration {key: row.key})
SET n = row.properties

// name: unlink_collaborations_community
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})-[r:HELD_BY]->(:Community)
DELETE r

// name: link_collaborations_community
// params: rows
UNWIND $rows AS row
MATCH (n:Collaboration {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:HELD_BY]->(m)

// name: refer_collaborations_community
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:HELD_BY]-(n:Collaboration)
RETURN n.key AS key

// name: unlink_collaborations_part_of
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})-[r:PART_OF]->(:Collaboration)
DELETE r

// name: link_collaborations_part_of
// params: rows
UNWIND $rows AS row
MATCH (n:Collaboration {key: row.key}), (m:Collaboration {key: row.to})
CREATE (n)-[:PART_OF]->(m)

// name: refer_collaborations_part_of
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})<-[:PART_OF]-(n:Collaboration)
RETURN n.key AS key

// name: unlink_collaborations_grew_out_of
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})-[r:GREW_OUT_OF]->(:Collaboration)
DELETE r

// name: link_collaborations_grew_out_of
// params: rows
UNWIND $rows AS row
MATCH (n:Collaboration {key: row.key}), (m:Collaboration {key: row.to})
CREATE (n)-[:GREW_OUT_OF]->(m)

// name: refer_collaborations_grew_out_of
// params: keys
UNWIND $keys AS key
MATCH (:Collaboration {key: key})<-[:GREW_OUT_OF]-(n:Collaboration)
RETURN n.key AS key

// name: page_collaborations
// params: after, limit, where
MATCH (n:Collaboration)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_collaborations
// params: after, where
MATCH (n:Collaboration)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_collaborations
// params: keys
UNWIND $keys AS key
MATCH (n:Collaboration {key: key})
RETURN properties(n) AS record

// name: present_collaborations
// params: keys
UNWIND $keys AS key
MATCH (n:Collaboration {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_collaborations
// params: none
MATCH (n:Collaboration)
RETURN count(n) AS count

// name: delete_collaborations
// params: keys
UNWIND $keys AS key
MATCH (n:Collaboration {key: key})
DETACH DELETE n
