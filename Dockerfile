# quizapp in a container. `docker compose up` starts it with its data in a volume; see docs/settings.md.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY .ci/constraints.txt .ci/constraints.txt
COPY quizapp quizapp
COPY static static
COPY templates templates
COPY questions questions
RUN python -m venv /opt/quizapp \
 && /opt/quizapp/bin/pip install --no-cache-dir --disable-pip-version-check -c .ci/constraints.txt ".[postgres,redis]"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin quizapp \
 && install --directory --owner=quizapp --mode=0700 /data
COPY --from=build /opt/quizapp /opt/quizapp
ENV PATH=/opt/quizapp/bin:$PATH PYTHONUNBUFFERED=1 QUIZAPP_HOME=/data QUIZAPP_HOST=0.0.0.0
USER quizapp
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/', timeout=4)"]
ENTRYPOINT ["quizapp"]
CMD ["serve"]
