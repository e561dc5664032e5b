"""NetworkX at the speed of C: a backend of NetworkX over python-igraph, and graphs made straight from columns.

NetworkX finds it by the entry points ``networkx.backends`` and ``networkx.backend_info``. A ``ColumnGraph`` is handed
to ``nx.transitivity`` and the like as it is; an ``nx.Graph`` is converted only where somebody asks for it
(``backend="copnet"`` or ``nx.config.backend_priority``).
"""
