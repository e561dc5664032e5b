"""The same figures beyond one machine: definitions of ``copnet.graph`` and ``copnet.analysis`` on Spark's DataFrames."""
