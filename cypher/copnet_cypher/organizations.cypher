// An association, agency, school, foundation, company: nodes labeled Organization.

// name: put_organizations
// params: rows
UNWIND $rows AS row
MERGE (n:Organization {key: row.key})
SET n = row.properties

// name: unlink_organizations_parent
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})-[r:PART_OF_ORGANIZATION]->(:Organization)
DELETE r

// name: link_organizations_parent
// params: rows
UNWIND $rows AS row
MATCH (n:Organization {key: row.key}), (m:Organization {key: row.to})
CREATE (n)-[:PART_OF_ORGANIZATION]->(m)

// name: refer_organizations_parent
// params: keys
UNWIND $keys AS key
MATCH (:Organization {key: key})<-[:PART_OF_ORGANIZATION]-(n:Organization)
RETURN n.key AS key

// name: page_organizations
// params: after, limit, where
MATCH (n:Organization)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record
ORDER BY n.key LIMIT $limit

// name: list_organizations
// params: after, where
MATCH (n:Organization)
WHERE n.key > $after AND all(name IN keys($where) WHERE n[name] = $where[name])
RETURN properties(n) AS record

// name: pick_organizations
// params: keys
UNWIND $keys AS key
MATCH (n:Organization {key: key})
RETURN properties(n) AS record

// name: present_organizations
// params: keys
UNWIND $keys AS key
MATCH (n:Organization {key: key})
RETURN n.key AS key, elementId(n) AS id

// name: count_organizations
// params: none
MATCH (n:Organization)
RETURN count(n) AS count

// name: delete_organizations
// params: keys
UNWIND $keys AS key
MATCH (n:Organization {key: key})
DETACH DELETE n
