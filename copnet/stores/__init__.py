"""Where records live: one protocol (``base``), two stores (``embedded``, ``neo4j_store``), one folder of Cypher."""
