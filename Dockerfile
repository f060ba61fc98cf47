# Builds and runs the server. The image has production dependencies only; it needs no shell and no right to write but in /data.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY bin bin
COPY console console
COPY gen gen
COPY packages packages
COPY proto proto
COPY src src
# With development dependencies for the console, which is built into dist/console; then without them.
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && node console/build.js \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf console ~/.npm
# Compiled code is kept in the image: a start reads it instead of compiling.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN DATA_DIR=/tmp/data node bin/peermetrics-server.js start > /tmp/log & server=$!; \
  for try in $(seq 60); do sleep 1; node bin/peermetrics-server.js health && break; done; \
  kill $server && wait $server && rm -rf /tmp/data /tmp/log

FROM node:24-slim
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.compile-cache
ENV HOST=0.0.0.0 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s CMD ["node", "bin/peermetrics-server.js", "health"]
# As "docker stop" and Kubernetes send it.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=16", "bin/peermetrics-server.js"]
CMD ["start"]
