# One image for web, worker, beat and migrate; made by the same script that sets up a bare machine.
FROM debian:bookworm-slim
WORKDIR /app
COPY script/_lib script/setup script/
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
ENV FONT_DIR=/usr/local/share/fonts/fandol PIP_NO_CACHE_DIR=1
RUN apt-get update && script/setup --deploy && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY . .
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MODE=production VAR_DIR=/app/var
# Collecting needs settings that are whole, not settings that are true.
RUN SECRET_KEY=build LEDGER_KEY=build IDENTITY_KEY=build DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
    sh -c 'python manage.py build_static && python manage.py collectstatic --noinput --verbosity 0' \
    && useradd --system --uid 10001 --no-create-home award \
    && mkdir -p var/files && chown -R award var
USER award
EXPOSE 8000
CMD ["gunicorn", "jinzhong_award.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload", \
     "--max-requests", "20000", "--max-requests-jitter", "2000", "--access-logfile", "-"]
