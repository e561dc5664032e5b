"""The Cypher queries of copnet, one file a table. `copnet.stores.queries` reads and checks them."""
