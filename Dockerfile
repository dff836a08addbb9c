# Chimera's two images: `docker build --target api` and `--target worker`.

# The Node.js that package.json depends on, so that images and tests run the same one.
ARG NODE_IMAGE=node:24.9.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci"]
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.ts scripts/
COPY src src
RUN ["npm", "run", "build"]
RUN ["npm", "prune", "--omit=dev"]

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production \
    CHIMERA_HOME=/var/lib/chimera \
    CHIMERA_CONFIG=/etc/chimera/chimera.config.yaml
WORKDIR /app
# A volume takes the owner of what the image has in its place.
RUN ["install", "--directory", "--mode=0700", "--owner=node", "--group=node", "/var/lib/chimera", "/var/lib/chimera/artifacts", "/var/lib/chimera/home"]
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist

FROM runtime AS api
ENV CHIMERA_HOST=0.0.0.0 \
    CHIMERA_PORT=8080
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "dist/runtime/check-api.js"]
CMD ["node", "dist/runtime/serve-api.js"]

FROM runtime AS worker
# Playwright starts Chromium without its own sandbox, which it could not make here: the container is the sandbox.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        bubblewrap ca-certificates chromium-headless-shell ffmpeg fonts-liberation git git-lfs openssh-client tini \
    && rm -rf /var/lib/apt/lists/*
# Agents and projects keep their caches in HOME, which the root file system, read-only, would not let them.
ENV CHIMERA_CHROMIUM=/usr/bin/chromium-headless-shell \
    HOME=/var/lib/chimera/home
USER node
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 CMD ["node", "dist/runtime/check-worker.js"]
# What agents start and leave behind has this process as its parent at last, and is reaped by it.
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/runtime/serve-worker.js"]
