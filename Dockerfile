# The base can be pinned by digest: docker build --build-arg BASE=python:3.11-slim@sha256:...
ARG BASE=python:3.11-slim

# Everything that only building needs stays in this stage, and so do the libraries' own tests (120 MB).
# Plain steps: the classic builder takes them too.
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all: PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
# With --build-arg DASK=1 the image has the extra `dask` as well, for the workers of a cluster.
ARG DASK=
COPY constraints-build.txt constraints-runtime.txt constraints-dask.txt ./
RUN python -m venv --without-pip /opt/hiring \
    && pip install --no-deps --require-hashes --requirement constraints-build.txt \
    && pip --python /opt/hiring install --no-deps --require-hashes --requirement constraints-runtime.txt \
        ${DASK:+--requirement constraints-dask.txt}
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/hiring install --no-deps --no-index dist/*.whl \
    && find /opt/hiring -type d -name tests -prune -exec rm -r {} +

FROM ${BASE}
LABEL org.opencontainers.image.title="hiring" \
      org.opencontainers.image.description="Calibrated, audited hiring scores: command line and HTTP service" \
      org.opencontainers.image.licenses="MIT"
# LightGBM's wheel leaves OpenMP's run-time library to the system. The folders are for volumes: a new one
# takes over their owner.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 hiring \
    && useradd --uid 10001 --gid hiring --home-dir /tmp --no-create-home --shell /usr/sbin/nologin hiring \
    && install --directory --owner hiring --group hiring /app/artifacts /app/data /app/hiring-data
COPY --from=build /opt/hiring /opt/hiring
# Byte code was compiled with the installation, caches go where a read-only container has its tmpfs.
ENV PATH=/opt/hiring/bin:${PATH} HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
EXPOSE 8000
# Not urllib: it would ask a proxy that the environment names.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import sys, http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
CMD ["hiring-cli", "serve", "--host", "0.0.0.0"]
