# Hai bước: dựng môi trường khóa phiên bản, rồi chạy bằng người dùng thường. Two stages, non-root.
FROM python:3.11-slim AS build
WORKDIR /srv
RUN python -m venv /srv/.venv
COPY requirements.lock ./
RUN /srv/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY app ./app
RUN /srv/.venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 kiemtra && mkdir -p /srv/var && chown kiemtra /srv/var
WORKDIR /srv
COPY --from=build /srv /srv
COPY migrations ./migrations
COPY templates ./templates
COPY seed ./seed
USER kiemtra
VOLUME /srv/var
ENV PATH=/srv/.venv/bin:$PATH PYTHONUNBUFFERED=1 PORT=8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD python -c "import os,urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"
# Phục vụ máy khác: đặt HOST=0.0.0.0 và KIEMTRA_BASE_URL=https://… (sau một máy chủ https). Other machines only behind https.
CMD ["sh", "-c", "kiemtra init && exec kiemtra serve --host \"${HOST:-127.0.0.1}\" --port \"$PORT\""]
