# First stage: the wheel. Second stage: the wheel and its locked dependencies, run by a user without rights.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /source
COPY requirements-dev.lock ./
RUN python -m pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements-dev.lock
COPY . .
RUN python -m build --wheel --no-isolation --outdir /wheel

FROM python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --create-home --uid 10001 copnet
COPY requirements.lock /tmp/requirements.lock
RUN python -m pip install --no-cache-dir --require-hashes --only-binary=:all: -r /tmp/requirements.lock
COPY --from=build /wheel/*.whl /tmp/
RUN python -m pip install --no-cache-dir --no-deps /tmp/*.whl && rm /tmp/*.whl /tmp/requirements.lock
USER copnet
WORKDIR /home/copnet
# There is no sign-in yet, so the service answers this computer only: the container shares the host's network.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["copnet", "serve", "--host", "127.0.0.1", "--port", "8000"]
