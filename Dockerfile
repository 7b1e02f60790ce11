# The portal for production: gunicorn behind a proxy that speaks TLS. See docker-compose.yml.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    PORTAL_MODE=production \
    BIND=0.0.0.0:8000 FONTS_DIR=/srv/fonts ARTEFACTS_DIR=/srv/artefacts STATIC_ROOT=/srv/static

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/portal
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY budget_portal/__init__.py budget_portal/
COPY budget_portal/local budget_portal/local
RUN apt-get update && python -m budget_portal.local.fonts && rm -rf /var/lib/apt/lists/*

COPY manage.py ./
COPY budget_portal budget_portal
COPY disclosures disclosures
COPY templates templates
COPY static static

# collectstatic needs settings that start, not these values.
RUN ALLOWED_HOSTS=build.invalid DATABASE_URL=postgresql://build@build/build \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 --no-create-home portal \
    && mkdir -p /srv/artefacts /srv/kept \
    && chown -R portal /srv/artefacts /srv/kept /srv/static

USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "-c", "python:budget_portal.gunicorn", "budget_portal.wsgi"]
