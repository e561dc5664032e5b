// People who learn together: a cohort, a network, an affinity group within one (see ``parent``): nodes labeled Community.

// name: put_communities
// params: rows
UNWIND $rows AS row
MERGE (n:Community {key: row.key})
SET n = row.properties

// name: unlink_communities_parent
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})-[r:GROUP_OF]->(:Community)
DELETE r

// name: link_communities_parent
// params: rows
UNWIND $rows AS row
MATCH (n:Community {key: row.key}), (m:Community {key: row.to})
CREATE (n)-[:GROUP_OF]->(m)

// name: refer_communities_parent
// params: keys
UNWIND $keys AS key
MATCH (:Community {key: key})<-[:GROUP_OF]-(n:Community)
RETURN n.key AS key

// name: page_communities
// params: after, limit, where
MATCH (n:Community)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_communities
// params: after, where
MATCH (n:Community)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_communities
// params: keys
UNWIND $keys AS key
MATCH (n:Community {key: key})
RETURN properties(n) AS record

// name: present_communities
// params: keys
UNWIND $keys AS key
MATCH (n:Community {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_communities
// params: none
MATCH (n:Community)
RETURN count(n) AS count

// name: delete_communities
// params: keys
UNWIND $keys AS key
MATCH (n:Community {key: key})
DETACH DELETE n
