"""Speed beside the tools one would use without copnet; one thread each where a library would take several."""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # waiting threads burn the seconds that are counted
    os.environ.setdefault(_name, "1")
